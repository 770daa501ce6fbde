import { landingZone } from './landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { collectorManifest } from '../kubernetes/collector';
import { podMonitorManifest } from '../kubernetes/podMonitor';

/** A cluster in which telemetry is as it should be, and nothing else is known. */
export const measured: Pick<ClusterClient, 'get' | 'list'> = {
  get: async ({ kind }) =>
    kind === 'OpenTelemetryCollector' ? collectorManifest(landingZone()) : undefined,
  list: async ({ kind }) => (kind === 'PodMonitor' ? [podMonitorManifest(landingZone())] : []),
};

/** What a pre-flight check reaches besides Azure, where telemetry is as it should be and nobody measures. */
export const reachInTest = { cluster: () => measured, prometheus: () => undefined };
