import { setTimeout as delay } from 'node:timers/promises';
import { LABEL_LOOKUP } from '../verification/lookupPod';
import { collectionPath, objectPath } from '../kubernetes/address';
import { createClusterClient } from '../kubernetes/clusterClient';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { startControlPlane } from './controlPlane';
import { portalAdmission, portalRights } from './portalRole';
import { until } from './until';
import { send, type Connection } from '../kubernetes/request';

/** A real API server, the portal's client of it with the rights of infra/cluster and held by its policy, and an administrator's. */
export interface RealCluster {
  admin: ClusterClient;
  portal: ClusterClient;
  /** As the portal signs in. */
  connection: Connection;
  /** As an administrator, whatever the client does not do. */
  raw(method: string, path: string, body?: object, contentType?: string): Promise<KubernetesObject>;
  stop(): Promise<void>;
}

export async function startRealCluster(): Promise<RealCluster> {
  const plane = await startControlPlane();
  const { server, ca } = plane;
  const as = (token: string) =>
    createClusterClient({ connect: async () => ({ server, ca, token }) });
  const admin = as(plane.token);

  async function raw(method: string, path: string, body?: object, contentType?: string) {
    const answer = await send(
      { server, ca, token: plane.token },
      {
        // The portal itself has no use for PUT.
        method: method as 'POST',
        path,
        contentType: contentType ?? 'application/json',
        body: body && JSON.stringify(body),
      },
    );
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return JSON.parse(answer.text);
  }

  for (const object of portalRights('portal')) await admin.apply(object);
  await fillView(raw);
  for (const object of portalAdmission('portal'))
    await raw('PATCH', `${pathOf(object)}?fieldManager=platform`, object, applyPatch);
  const portal = as(plane.portalToken);
  // A policy holds some moments after it was bound.
  const unmarked = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'unmarked' } };
  await until(
    'the policy holds',
    () => portal.apply(unmarked, { dryRun: true }).catch(({ status }) => status),
    status => status === 403,
  );
  return {
    admin,
    portal,
    connection: { server, ca, token: plane.portalToken },
    raw,
    stop: () => plane.stop(),
  };
}

/** A controller puts `view` together out of others; empty, as it is without one, everybody may hand it on. */
async function fillView(raw: RealCluster['raw']): Promise<void> {
  const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
  const { rules } = await raw('GET', `${roles}/system:aggregate-to-view`);
  await raw('PATCH', `${roles}/view`, { rules }, 'application/merge-patch+json');
}

/** What controllers and kubelets would do, where there are none: rollouts come, lookups end, namespaces go. */
export function actAsControllers({ admin, raw }: RealCluster): { stop(): Promise<void> } {
  const ending = new AbortController();
  const put = (object: KubernetesObject, status: object) =>
    raw('PATCH', `${pathOf(object)}/status`, { status }, 'application/merge-patch+json');

  async function round() {
    for (const one of await admin.list({ apiVersion: 'apps/v1', kind: 'Deployment' })) {
      const { generation } = one.metadata;
      if (one.status?.observedGeneration === generation) continue;
      const { replicas } = one.spec;
      const counts = { replicas, updatedReplicas: replicas, readyReplicas: replicas };
      await put(one, { observedGeneration: generation, ...counts, availableReplicas: replicas });
    }
    const collectors = { apiVersion: 'opentelemetry.io/v1beta1', kind: 'OpenTelemetryCollector' };
    for (const one of await admin.list(collectors))
      if (!one.status) await put(one, { scale: { statusReplicas: '1/1' } });
    const of = { apiVersion: 'v1', kind: 'Pod', labelSelector: LABEL_LOOKUP };
    for (const pod of await admin.list(of)) {
      if (pod.metadata.deletionTimestamp)
        await raw('DELETE', `${pathOf(pod)}?gracePeriodSeconds=0`);
      else await put(pod, { phase: 'Succeeded' });
    }
    for (const one of await admin.list({ apiVersion: 'v1', kind: 'Namespace' })) {
      if (!one.metadata.deletionTimestamp) continue;
      await raw('PUT', `${pathOf(one)}/finalize`, { ...one, spec: { finalizers: [] } });
    }
  }

  const running = (async () => {
    while (!ending.signal.aborted) {
      // Something else may have been quicker.
      await round().catch(() => {});
      await delay(200);
    }
  })();
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

const applyPatch = 'application/apply-patch+yaml';

const pathOf = ({ apiVersion, kind, metadata }: KubernetesObject) =>
  objectPath({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name });

const kinds = [
  ...['ResourceQuota', 'LimitRange', 'ConfigMap', 'Service', 'Secret', 'ServiceAccount'].map(
    kind => ({ apiVersion: 'v1', kind }),
  ),
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  { apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation' },
];

/** Version of everything in a namespace, and of itself, by kind and name. */
export async function versionsIn(
  { admin, raw }: RealCluster,
  namespace: string,
): Promise<Record<string, string>> {
  const lists = await Promise.all(kinds.map(kind => admin.list({ ...kind, namespace })));
  const itself = await raw(
    'GET',
    `${collectionPath({ apiVersion: 'v1', kind: 'Namespace' })}/${namespace}`,
  );
  return Object.fromEntries(
    [itself, ...lists.flat()].map(({ kind, metadata }) => [
      `${kind} ${metadata.name}`,
      metadata.resourceVersion ?? '',
    ]),
  );
}
