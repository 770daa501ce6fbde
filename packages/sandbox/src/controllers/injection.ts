import type { KubernetesObject } from '../kubernetes/object.ts';

/** Environment variable of a container, as a manifest has it. */
export interface EnvVar {
  name: string;
  value?: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- fieldRef, secretKeyRef and others, read where they are resolved
  valueFrom?: Record<string, any>;
}

const tokenFolder = '/var/run/secrets/azure/tokens';
const tokenName = 'azure-identity-token';
const instrument = 'instrumentation.opentelemetry.io/inject-nodejs';

/**
 * What workload identity's webhook makes of a new pod with the label `azure.workload.identity/use: "true"`: the
 * identity of its ServiceAccount's annotations, and a token that Entra exchanges.
 * https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export function withWorkloadIdentity(
  pod: KubernetesObject,
  serviceAccount: KubernetesObject | undefined,
  defaultTenant: string,
): KubernetesObject {
  if (pod.metadata.labels?.['azure.workload.identity/use'] !== 'true') return pod;
  const annotated = (name: string) =>
    pod.metadata.annotations?.[`azure.workload.identity/${name}`] ??
    serviceAccount?.metadata.annotations?.[`azure.workload.identity/${name}`];
  const skipped = (annotated('skip-containers') ?? '').split(';').filter(Boolean);
  const clientId = annotated('client-id');
  const env: EnvVar[] = [
    ...(clientId ? [{ name: 'AZURE_CLIENT_ID', value: clientId }] : []),
    { name: 'AZURE_TENANT_ID', value: annotated('tenant-id') ?? defaultTenant },
    { name: 'AZURE_FEDERATED_TOKEN_FILE', value: `${tokenFolder}/${tokenName}` },
    { name: 'AZURE_AUTHORITY_HOST', value: 'https://login.microsoftonline.com/' },
  ];
  const source = {
    audience: 'api://AzureADTokenExchange',
    expirationSeconds: Number(annotated('service-account-token-expiration') ?? 3600),
    path: tokenName,
  };
  const { volumes = [], containers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      volumes: [
        ...volumes,
        { name: tokenName, projected: { sources: [{ serviceAccountToken: source }] } },
      ],
      containers: containers.map((container: Container) =>
        skipped.includes(container.name)
          ? container
          : {
              ...container,
              env: withMissing(container.env, env),
              volumeMounts: [
                ...(container.volumeMounts ?? []),
                { name: tokenName, mountPath: tokenFolder, readOnly: true },
              ],
            },
      ),
    },
  };
}

interface Container {
  name: string;
  image: string;
  env?: EnvVar[];
  volumeMounts?: object[];
}

/**
 * The Instrumentation that a pod's annotation asks for: `true` (the only one of its namespace), `name`, or
 * `namespace/name`; undefined when it asks for none.
 */
export function askedInstrumentation(
  pod: KubernetesObject,
): { namespace: string; name?: string } | undefined {
  const asked = pod.metadata.annotations?.[instrument];
  if (!asked || asked.toLowerCase() === 'false') return undefined;
  const own = String(pod.metadata.namespace);
  if (asked.toLowerCase() === 'true') return { namespace: own };
  const [first, second] = asked.split('/');
  return second ? { namespace: first, name: second } : { namespace: own, name: first };
}

/** Whose pod it is, as far as the operator can tell from its owners. */
export interface Workload {
  deployment?: string;
  replicaSet?: string;
  /** Path of the file that starts the automatic instrumentation, for `--require`. */
  registerFile: string;
}

/**
 * What the OpenTelemetry operator (0.158) makes of a new pod whose annotation asks for Node's instrumentation, save for
 * its init container: the instrumentation lies where the kubelet runs. What the container's own `env` says stays.
 */
export function withInstrumentation(
  pod: KubernetesObject,
  instrumentation: KubernetesObject,
  workload: Workload,
): KubernetesObject {
  const named = pod.metadata.annotations?.['instrumentation.opentelemetry.io/container-names'];
  const names = named?.split(',').map((name: string) => name.trim());
  return {
    ...pod,
    spec: {
      ...pod.spec,
      containers: pod.spec.containers.map((container: Container, i: number) =>
        (names ? names.includes(container.name) : i === 0)
          ? {
              ...container,
              env: instrumented(pod, container, instrumentation.spec ?? {}, workload),
            }
          : container,
      ),
    },
  };
}

function instrumented(
  pod: KubernetesObject,
  container: Container,
  spec: KubernetesObject['spec'],
  { deployment, replicaSet, registerFile }: Workload,
): EnvVar[] {
  const before = container.env ?? [];
  const options = before.find(one => one.name === 'NODE_OPTIONS');
  // As the operator does: a value from elsewhere cannot be added to, so the container stays as it is.
  if (options?.valueFrom) return before;
  const field = (name: string, fieldPath: string): EnvVar => ({
    name,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  });
  const require = `--require ${registerFile}`;
  const podName = '$(OTEL_RESOURCE_ATTRIBUTES_POD_NAME)';
  const { namespace = '', annotations, labels } = pod.metadata;
  const fromLabel = (label: string) =>
    spec.defaults?.useLabelsForResourceAttributes ? labels?.[label] : undefined;
  const annotated = Object.entries<string>(annotations ?? {})
    .filter(([name]) => name.startsWith('resource.opentelemetry.io/'))
    .map(([name, value]) => [name.slice('resource.opentelemetry.io/'.length), value]);
  const attributes: Record<string, string | undefined> = {
    'k8s.container.name': container.name,
    'k8s.deployment.name': deployment,
    'k8s.namespace.name': namespace,
    'k8s.node.name': '$(OTEL_RESOURCE_ATTRIBUTES_NODE_NAME)',
    'k8s.pod.name': podName,
    'k8s.replicaset.name': replicaSet,
    'service.instance.id': `${namespace}.${podName}.${container.name}`,
    'service.namespace': fromLabel('app.kubernetes.io/part-of') ?? namespace,
    'service.version': fromLabel('app.kubernetes.io/version') ?? tagOf(container.image),
    ...spec.resource?.resourceAttributes,
    ...Object.fromEntries(annotated),
  };
  const service: string =
    attributes['service.name'] ??
    fromLabel('app.kubernetes.io/name') ??
    deployment ??
    replicaSet ??
    container.name;
  const own = before.find(one => one.name === 'OTEL_RESOURCE_ATTRIBUTES')?.value;
  const taken = new Set((own ?? '').split(',').map((pair: string) => pair.split('=')[0]));
  const listed = Object.entries({ ...attributes, 'service.name': undefined })
    .filter(([name, value]) => value !== undefined && !taken.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const added: EnvVar[] = [
    field('OTEL_NODE_IP', 'status.hostIP'),
    field('OTEL_POD_IP', 'status.podIP'),
    ...(spec.nodejs?.env ?? []),
    ...(spec.env ?? []),
    { name: 'OTEL_SERVICE_NAME', value: service },
    ...(spec.exporter?.endpoint
      ? [{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: spec.exporter.endpoint }]
      : []),
    field('OTEL_RESOURCE_ATTRIBUTES_POD_NAME', 'metadata.name'),
    field('OTEL_RESOURCE_ATTRIBUTES_NODE_NAME', 'spec.nodeName'),
    ...(spec.propagators?.length
      ? [{ name: 'OTEL_PROPAGATORS', value: spec.propagators.join(',') }]
      : []),
    ...(spec.sampler?.type ? [{ name: 'OTEL_TRACES_SAMPLER', value: spec.sampler.type }] : []),
    ...(spec.sampler?.argument
      ? [{ name: 'OTEL_TRACES_SAMPLER_ARG', value: spec.sampler.argument }]
      : []),
  ];
  const rest = before.filter(
    one => !['NODE_OPTIONS', 'OTEL_RESOURCE_ATTRIBUTES'].includes(one.name),
  );
  return [
    ...withMissing(rest, added),
    { name: 'NODE_OPTIONS', value: options?.value ? `${options.value} ${require}` : require },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: [...(own ? [own] : []), ...listed].join(',') },
  ];
}

/** Adds what is not there yet; of two additions with one name the first counts. */
function withMissing(env: EnvVar[] | undefined, added: EnvVar[]): EnvVar[] {
  const all = [...(env ?? [])];
  for (const one of added) if (!all.some(({ name }) => name === one.name)) all.push(one);
  return all;
}

/** An image's tag, the version that the operator tells; a digest alone is none. */
function tagOf(image: string): string | undefined {
  const [name] = image.split('@');
  return /:([^/:]+)$/.exec(name)?.[1];
}
