import type { LandingZone } from '../config/landingZone';
import type { KubernetesObject } from './client';
import { collectorPodLabels, METRICS_PORT_NAME } from './collector';
import { zoneOwnership } from './zoneOwnership';

/** Without any of them Azure's managed Prometheus does not scrape (Azure Monitor, "Create custom Prometheus scrape jobs"). */
export const azureLimits = {
  labelLimit: 63,
  labelNameLengthLimit: 511,
  labelValueLengthLimit: 1023,
};

/** Has Azure's managed Prometheus scrape the landing zone's collector. */
export function podMonitorManifest(zone: LandingZone): KubernetesObject {
  const { operatorNamespace, collector, scrapeIntervalSeconds } = zone.telemetry;
  return {
    apiVersion: 'azmonitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: {
      name: `${collector}-collector`,
      namespace: operatorNamespace,
      ...zoneOwnership(zone),
    },
    spec: {
      ...azureLimits,
      selector: { matchLabels: collectorPodLabels(zone.telemetry) },
      // Without honorLabels: no application may say that its series are another scrape's.
      podMetricsEndpoints: [
        { port: METRICS_PORT_NAME, path: '/metrics', interval: `${scrapeIntervalSeconds}s` },
      ],
    },
  };
}
