import type { KubernetesObject } from '../kubernetes/object.ts';
import { withMissing, type EnvVar } from './envVar.ts';
import type { InjectedRuntime, Language } from './injectedRuntimes.ts';

interface Container {
  name: string;
  image: string;
  env?: EnvVar[];
}

const annotation = (name: string) => `instrumentation.opentelemetry.io/${name}`;

/**
 * The Instrumentation that a pod's annotation asks for in a language: `true` (the only one of its namespace), `name`, or
 * `namespace/name`; undefined when it asks for none.
 */
export function askedInstrumentation(
  pod: KubernetesObject,
  language: Language,
): { namespace: string; name?: string } | undefined {
  const asked = pod.metadata.annotations?.[annotation(`inject-${language}`)];
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
}

/** Which language a pod is instrumented for, and how. */
export interface Injected {
  language: Language;
  runtime: InjectedRuntime;
}

/**
 * What the OpenTelemetry operator (0.158) makes of a new pod whose annotation asks for a language's instrumentation, save
 * for its init container: the instrumentation lies where the kubelet runs. What the container's own `env` says stays.
 */
export function withInstrumentation(
  pod: KubernetesObject,
  instrumentation: KubernetesObject,
  workload: Workload & Injected,
): KubernetesObject {
  const { annotations } = pod.metadata;
  const named =
    annotations?.[annotation(`${workload.language}-container-names`)] ??
    annotations?.[annotation('container-names')];
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
  { deployment, replicaSet, language, runtime }: Workload & Injected,
): EnvVar[] {
  const { variable, loading, defaults } = runtime;
  const before = withMissing(container.env, spec[language]?.env ?? []);
  const own = before.find(one => one.name === variable);
  // As the operator does: a value from elsewhere cannot be added to, so the container stays as it is.
  if (own?.valueFrom) return container.env ?? [];
  const field = (name: string, fieldPath: string): EnvVar => ({
    name,
    valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
  });
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
  const told = before.find(one => one.name === 'OTEL_RESOURCE_ATTRIBUTES')?.value;
  const taken = new Set((told ?? '').split(',').map((pair: string) => pair.split('=')[0]));
  const listed = Object.entries({ ...attributes, 'service.name': undefined })
    .filter(([name, value]) => value !== undefined && !taken.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const added: EnvVar[] = [
    field('OTEL_NODE_IP', 'status.hostIP'),
    field('OTEL_POD_IP', 'status.podIP'),
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
    ...defaults,
  ];
  const rest = before.filter(one => ![variable, 'OTEL_RESOURCE_ATTRIBUTES'].includes(one.name));
  return [
    ...withMissing(rest, added),
    { name: variable, value: loading(own?.value) },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: [...(told ? [told] : []), ...listed].join(',') },
  ];
}

/** An image's tag, the version that the operator tells; a digest alone is none. */
function tagOf(image: string): string | undefined {
  const [name] = image.split('@');
  return /:([^/:]+)$/.exec(name)?.[1];
}
