import type { LandingZone } from '../config/landingZone';
import type { KubernetesObject } from './client';
import { collectorPodLabels } from './collector';
import { azureLimits } from './podMonitor';

interface Exporter {
  resource_to_telemetry_conversion?: { enabled?: boolean; exclude_service_attributes?: boolean };
}

/** What a landing zone's own collector lacks for the panels to find an application; it may do more than the portal's. */
export function collectorFaults({ spec }: KubernetesObject): string[] {
  const { exporters = {}, service } = (spec?.config ?? {}) as {
    exporters?: Record<string, Exporter | null>;
    service?: { pipelines?: Record<string, { exporters?: string[] }> };
  };
  const pipelines = Object.entries(service?.pipelines ?? {});
  const used = pipelines
    .filter(([name]) => name.split('/')[0] === 'metrics')
    .flatMap(([, pipeline]) => pipeline.exporters ?? []);
  if (used.length === 0) return ['it has no pipeline for metrics'];
  const toPrometheus = used.filter(name => name.startsWith('prometheus'));
  const labels = (name: string) => exporters[name]?.resource_to_telemetry_conversion;
  const shows = (name: string) =>
    labels(name)?.enabled && !labels(name)?.exclude_service_attributes;
  return toPrometheus.length === 0 || toPrometheus.some(shows)
    ? []
    : [
        `no series says which application it is of: ${toPrometheus.join(', ')} needs resource_to_telemetry_conversion.enabled, without exclude_service_attributes`,
      ];
}

/** What keeps a collector from taking anything, as the operator tells; undefined when it takes. */
export function collectorWaits({ status }: KubernetesObject): string | undefined {
  const told: string | undefined = status?.scale?.statusReplicas;
  if (!told) return 'the OpenTelemetry operator has not taken it up';
  const [ready, all] = told.split('/').map(Number);
  return ready > 0 ? undefined : `none of its ${all} pods is ready`;
}

/** Whether a PodMonitor means the landing zone's collector. */
export function selectsCollector(
  { spec }: KubernetesObject,
  telemetry: LandingZone['telemetry'],
): boolean {
  const wanted = Object.entries<string>(spec?.selector?.matchLabels ?? {});
  const pods: Record<string, string> = {
    ...collectorPodLabels(telemetry),
    'app.kubernetes.io/name': `${telemetry.collector}-collector`,
  };
  return wanted.length > 0 && wanted.every(([label, value]) => pods[label] === value);
}

/** What keeps Azure's managed Prometheus from scraping by it. */
export function podMonitorFaults({ spec }: KubernetesObject): string[] {
  const limits = Object.entries(azureLimits)
    .filter(([name, value]) => spec?.[name] !== value)
    .map(([name, value]) => `${name} has to be ${value}`);
  return spec?.podMetricsEndpoints?.length
    ? limits
    : [...limits, 'it names no podMetricsEndpoints'];
}
