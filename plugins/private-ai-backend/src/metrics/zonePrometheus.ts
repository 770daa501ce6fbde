import type { LandingZone } from '../config/landingZone';
import { createPrometheus, type Prometheus } from './prometheus';

/** The audience of an Azure Monitor workspace. */
const SCOPE = 'https://prometheus.monitor.azure.com/.default';

/**
 * Where the metrics of a landing zone's applications are; undefined where its configuration names no such place.
 * @param azureFor - for the token of an Azure Monitor workspace
 */
export function zonePrometheus(
  zone: LandingZone,
  azureFor: (zone: LandingZone) => { token(scope: string): Promise<string> },
): Prometheus | undefined {
  if (!zone.metrics) return undefined;
  const { url, auth } = zone.metrics;
  const token = auth === 'entra' ? () => azureFor(zone).token(SCOPE) : undefined;
  return createPrometheus({ url, token });
}
