import type { LandingZone } from '../config/landingZone';
import { resource, type Resource } from '../engine/resource';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { collectorManifest } from '../kubernetes/collector';
import { collectorFaults, collectorWaits } from '../kubernetes/givenTelemetry';
import { saidOf, type ZoneResource } from './descriptor';
import { zoneObject } from './zoneObject';

/** What all applications' measurements go through. */
export const collector: ZoneResource = {
  in: 'landing-zone',
  id: 'collector',
  title: 'OpenTelemetryCollector',
  part: 'telemetry',
  dependsOn: [],
  isMade: ({ zone }) => zone.telemetry.owner === 'portal',
  made: ({ zone }, { cluster }) =>
    resource(zoneObject(collector, collectorManifest(zone), { zone, cluster })),
  given: ({ zone }, { cluster }) => resource(givenCollector(zone, cluster)),
  checked: it => ({ ...it, waitsFor: found => collectorWaits(found as KubernetesObject) }),
};

function givenCollector(
  { telemetry }: LandingZone,
  cluster: ClusterClient,
): Resource<KubernetesObject> {
  const { collector: name, operatorNamespace: namespace } = telemetry;
  const ref = { apiVersion: 'opentelemetry.io/v1beta1', kind: collector.title, namespace, name };
  return {
    ...saidOf(collector, name),
    read: ({ signal }) => cluster.get(ref, signal),
    differs: collectorFaults,
  };
}
