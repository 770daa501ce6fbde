import type { LandingZone } from '../config/landingZone';
import type { KubernetesObject } from './client';
import { zoneOwnership } from './zoneOwnership';

const OTLP_PORT = 4318;
const METRICS_PORT = 8889;
/** What the operator calls the container port of an exporter `prometheus`. */
export const METRICS_PORT_NAME = 'prometheus';
const HEALTH_PORT = 13133;

/** Labels that the operator puts on a collector's pods (0.158, internal/manifests/manifestutils/labels.go). */
export const collectorPodLabels = ({ operatorNamespace, collector }: LandingZone['telemetry']) => ({
  'app.kubernetes.io/component': 'opentelemetry-collector',
  'app.kubernetes.io/instance': `${operatorNamespace}.${collector}`,
  'app.kubernetes.io/managed-by': 'opentelemetry-operator',
  'app.kubernetes.io/part-of': 'opentelemetry',
});

/** The landing zone's collector: takes what all applications measure, and shows it to Prometheus. */
export function collectorManifest(zone: LandingZone): KubernetesObject {
  const { operatorNamespace, collector, images } = zone.telemetry;
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: collector, namespace: operatorNamespace, ...zoneOwnership(zone) },
    spec: {
      mode: 'deployment',
      // One, and never two for a moment: each would show the same series, and sums would count them twice.
      replicas: 1,
      deploymentUpdateStrategy: { type: 'Recreate' },
      ...(images.collector && { image: images.collector }),
      config: collectorConfig,
      resources: {
        requests: { cpu: '100m', memory: '256Mi' },
        limits: { cpu: '1', memory: '512Mi' },
      },
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      tolerations: [{ key: 'workload', operator: 'Equal', value: 'general', effect: 'NoSchedule' }],
    },
  };
}

/** Parts that the operator's default image has (the core distribution), in the form that 0.155 takes. */
export const collectorConfig = {
  extensions: { health_check: { endpoint: `0.0.0.0:${HEALTH_PORT}` } },
  receivers: { otlp: { protocols: { http: { endpoint: `0.0.0.0:${OTLP_PORT}` } } } },
  processors: {
    // First, so that it refuses before anything is kept; applications send again.
    memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
    batch: {},
  },
  exporters: {
    prometheus: {
      endpoint: `0.0.0.0:${METRICS_PORT}`,
      // Panels select by service_name and k8s_namespace_name: a scrape's own namespace and pod are the collector's.
      resource_to_telemetry_conversion: { enabled: true },
    },
  },
  service: {
    extensions: ['health_check'],
    pipelines: {
      metrics: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'batch'],
        exporters: ['prometheus'],
      },
    },
  },
};
