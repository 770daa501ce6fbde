import { isObject } from './place.ts';
import { canonical } from './quantity.ts';

export type Fields = Record<string, unknown>;

const fileMode = 0o644;

/** Gives values to the fields that have none. */
export function fill(target: Fields, values: Fields): void {
  for (const [field, value] of Object.entries(values)) target[field] ??= value;
}

/** Writes amounts by resource as the API server stores them. */
export function canonicalAmounts(amounts: unknown): void {
  if (!isObject(amounts)) return;
  for (const [resource, amount] of Object.entries(amounts)) amounts[resource] = canonical(amount);
}

/** Fills in a pod's spec in place, as it stands in a pod or in a template. */
export function podDefaults(spec: Fields): void {
  fill(spec, {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  });
  // the older name of the same field is still written
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName;
  for (const list of ['initContainers', 'containers']) {
    for (const container of (spec[list] ?? []) as Fields[]) containerDefaults(container);
  }
  for (const volume of (spec.volumes ?? []) as Record<string, Fields>[]) volumeDefaults(volume);
}

function containerDefaults(container: Fields): void {
  const image = String(container.image ?? '');
  const [, tag] = /:([^/@]+)(?:@|$)/.exec(image) ?? [];
  // what is no reference has no tag, not even the one that stands for none
  const pinned = image.includes('@') || /\s/.test(image);
  fill(container, {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: (tag && tag !== 'latest') || pinned ? 'IfNotPresent' : 'Always',
  });
  for (const port of (container.ports ?? []) as Fields[]) fill(port, { protocol: 'TCP' });
  for (const variable of (container.env ?? []) as { valueFrom?: { fieldRef?: Fields } }[]) {
    if (variable.valueFrom?.fieldRef) fill(variable.valueFrom.fieldRef, { apiVersion: 'v1' });
  }
  for (const amounts of Object.values(container.resources as Fields)) canonicalAmounts(amounts);
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name] as Record<string, Fields> | undefined;
    if (!probe) continue;
    fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
    if (probe.httpGet) fill(probe.httpGet, { path: '/', scheme: 'HTTP' });
    if (probe.grpc) fill(probe.grpc, { service: '' });
  }
}

/** Limits stand for requests that are not given; a pod has this, a template has not. */
export function requestsFromLimits(spec: Fields): void {
  for (const list of ['initContainers', 'containers']) {
    for (const container of (spec[list] ?? []) as { resources?: Record<string, Fields> }[]) {
      const { resources } = container;
      if (resources?.limits) resources.requests = { ...resources.limits, ...resources.requests };
    }
  }
}

function volumeDefaults(volume: Record<string, Fields>): void {
  if (Object.keys(volume).length === 1) fill(volume, { emptyDir: {} });
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    if (volume[source]) fill(volume[source], { defaultMode: fileMode });
  }
  if (volume.hostPath) fill(volume.hostPath, { type: '' });
  const sources = (volume.projected?.sources ?? []) as { serviceAccountToken?: Fields }[];
  for (const { serviceAccountToken } of sources) {
    if (serviceAccountToken) fill(serviceAccountToken, { expirationSeconds: 3600 });
  }
}
