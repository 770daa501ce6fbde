import type { Runtime } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Name of the Instrumentation in each app's namespace. */
export const INSTRUMENTATION = 'private-ai';

/** The annotation of a pod template that has the operator inject the runtime's instrumentation. */
export const injectAnnotation = (runtime: Runtime) =>
  `instrumentation.opentelemetry.io/inject-${injected[runtime]}` as const;

/** What the operator calls a runtime. */
const injected = { typescript: 'nodejs', python: 'python' } as const;

/**
 * How the operator instruments the namespace's pods: metrics only, to the landing zone's collector over HTTP, which is what
 * the images of both runtimes speak. What a container sets itself stays.
 */
export function instrumentationManifest(input: ManifestInput): KubernetesObject {
  const { collectorEndpoint, exportIntervalSeconds, images } = input.zone.telemetry;
  const runtime = injected[input.request.runtime];
  return {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: INSTRUMENTATION, namespace: input.names.namespace, ...ownership(input) },
    spec: {
      exporter: { endpoint: collectorEndpoint },
      propagators: ['tracecontext', 'baggage'],
      env: listed({
        // The collector has a metrics pipeline only; the SDK would retry everything else against 404s.
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOGS_EXPORTER: 'none',
        OTEL_METRICS_EXPORTER: 'otlp',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_METRIC_EXPORT_INTERVAL: String(exportIntervalSeconds * 1000),
      }),
      [runtime]: {
        env: listed(ofRuntime[input.request.runtime]),
        ...(images[runtime] && { image: images[runtime] }),
      },
      // The namespace is under Pod Security's restricted level: the injected init container too.
      initContainerSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
  };
}

const ofRuntime: Record<Runtime, Record<string, string>> = {
  typescript: {
    // The others ask metadata endpoints, which the network policy keeps out of reach, and put the command line on each series.
    OTEL_NODE_RESOURCE_DETECTORS: 'env',
    // The skeleton counts its model's calls itself; with a client that this one knows (openai < 7) they would count twice.
    OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'openai',
  },
  python: {
    // The agent framework counts its model's calls itself. system_metrics reads /proc: of the node, 150 series for each pod.
    OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: 'openai,system_metrics',
    // The kubelet's probes are no requests.
    OTEL_PYTHON_EXCLUDED_URLS: '/healthz',
    // The names that Node has. Turns gen_ai.provider.name into gen_ai.system (0.66): nothing selects by either.
    OTEL_SEMCONV_STABILITY_OPT_IN: 'http',
  },
};

const listed = (env: Record<string, string>) =>
  Object.entries(env).map(([name, value]) => ({ name, value }));
