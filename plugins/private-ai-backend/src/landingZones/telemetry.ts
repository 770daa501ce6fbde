import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { collectorManifest } from '../kubernetes/collector';
import { collectorFaults, podMonitorFaults, selectsCollector } from '../kubernetes/givenTelemetry';
import { podMonitorManifest } from '../kubernetes/podMonitor';
import { requireZonesOwn } from '../kubernetes/zoneOwnership';
import { differences, sameKubernetesValue } from '../engine/differences';
import { resource, type Resource } from '../engine/resource';

/**
 * The landing zone's collector and what has it scraped, once for all applications: made where they are the portal's, and only
 * looked at where they are the landing zone's. No application's retirement takes them away.
 */
export function zoneTelemetry(zone: LandingZone, cluster: ClusterClient): Resource[] {
  const own = zone.telemetry.owner === 'portal';
  const resources = own
    ? [
        made('collector', collectorManifest(zone), zone, cluster),
        made('pod-monitor', podMonitorManifest(zone), zone, cluster),
      ]
    : [givenCollector(zone, cluster), givenPodMonitor(zone, cluster)];
  return resources.map(resource);
}

function made(
  id: string,
  manifest: KubernetesObject,
  zone: LandingZone,
  cluster: ClusterClient,
): Resource<KubernetesObject> {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  const title = `${kind} ${name}`;
  return {
    ...{ id, type: kind, name, title, dependsOn: [] },
    read: ({ signal }) => cluster.get({ apiVersion, kind, namespace, name }, signal),
    differs(found) {
      requireZonesOwn(title, found, zone);
      return differences(manifest, found, sameKubernetesValue);
    },
    write: async ({ signal }) => ({ state: await cluster.apply(manifest, { signal }) }),
  };
}

function givenCollector(
  { telemetry }: LandingZone,
  cluster: ClusterClient,
): Resource<KubernetesObject> {
  const { collector: name, operatorNamespace: namespace } = telemetry;
  const [apiVersion, kind] = ['opentelemetry.io/v1beta1', 'OpenTelemetryCollector'];
  return {
    ...{ id: 'collector', type: kind, name, title: `${kind} ${name}`, dependsOn: [] },
    read: ({ signal }) => cluster.get({ apiVersion, kind, namespace, name }, signal),
    differs: collectorFaults,
  };
}

/** Whatever it is called: one that means the collector, and the best of several. */
function givenPodMonitor(
  { telemetry }: LandingZone,
  cluster: ClusterClient,
): Resource<KubernetesObject> {
  const { collector: name, operatorNamespace: namespace } = telemetry;
  const [apiVersion, kind] = ['azmonitoring.coreos.com/v1', 'PodMonitor'];
  return {
    ...{ id: 'pod-monitor', type: kind, name, title: `${kind} of ${name}`, dependsOn: [] },
    async read({ signal }) {
      const all = await cluster.list({ apiVersion, kind, namespace }, signal);
      const faults = (one: KubernetesObject) => podMonitorFaults(one).length;
      return all
        .filter(one => selectsCollector(one, telemetry))
        .toSorted((one, other) => faults(one) - faults(other))[0];
    },
    differs: podMonitorFaults,
  };
}
