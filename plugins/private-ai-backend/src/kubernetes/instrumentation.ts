import type { ManifestInput } from '../landingZones/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Name of the Instrumentation in each app's namespace. */
export const INSTRUMENTATION = 'private-ai';

/** How the operator instruments the namespace's pods: metrics only, to the landing zone's collector over HTTP. */
export function instrumentationManifest(input: ManifestInput): KubernetesObject {
  const { collectorEndpoint, exportIntervalSeconds } = input.zone.telemetry;
  const env = {
    // The collector has a metrics pipeline only; the SDK would retry everything else against 404s.
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_LOGS_EXPORTER: 'none',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_METRIC_EXPORT_INTERVAL: String(exportIntervalSeconds * 1000),
    // Cloud detectors ask the metadata endpoint, which the network policy keeps out of reach: each start would wait.
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os',
  };
  return {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: INSTRUMENTATION, namespace: input.names.namespace, ...ownership(input) },
    spec: {
      exporter: { endpoint: collectorEndpoint },
      propagators: ['tracecontext', 'baggage'],
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
      // The namespace is under Pod Security's restricted level: the injected init container too.
      initContainerSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    },
  };
}
