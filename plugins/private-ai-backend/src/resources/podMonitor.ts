import type { LandingZone } from '../config/landingZone';
import { resource, type Resource } from '../engine/resource';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { podMonitorFaults, selectsCollector } from '../kubernetes/givenTelemetry';
import { podMonitorManifest } from '../kubernetes/podMonitor';
import { saidOf, type ZoneResource } from './descriptor';
import { zoneObject } from './zoneObject';

/** What has the collector scraped. */
export const podMonitor: ZoneResource = {
  in: 'landing-zone',
  id: 'pod-monitor',
  title: 'PodMonitor',
  part: 'telemetry',
  dependsOn: [],
  isMade: ({ zone }) => zone.telemetry.owner === 'portal',
  made: ({ zone }, { cluster }) =>
    resource(zoneObject(podMonitor, podMonitorManifest(zone), { zone, cluster })),
  given: ({ zone }, { cluster }) => resource(givenPodMonitor(zone, cluster)),
};

/** Whatever it is called: one that means the collector, and the best of several. */
function givenPodMonitor(
  { telemetry }: LandingZone,
  cluster: ClusterClient,
): Resource<KubernetesObject> {
  const { collector: name, operatorNamespace: namespace } = telemetry;
  const of = { apiVersion: 'azmonitoring.coreos.com/v1', kind: podMonitor.title, namespace };
  return {
    ...saidOf(podMonitor, name),
    title: `${podMonitor.title} of ${name}`,
    async read({ signal }) {
      const all = await cluster.list(of, signal);
      const faults = (one: KubernetesObject) => podMonitorFaults(one).length;
      return all
        .filter(one => selectsCollector(one, telemetry))
        .toSorted((one, other) => faults(one) - faults(other))[0];
    },
    differs: podMonitorFaults,
  };
}
