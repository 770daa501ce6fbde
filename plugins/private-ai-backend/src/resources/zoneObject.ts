import type { LandingZone } from '../config/landingZone';
import { differences, sameKubernetesValue } from '../engine/differences';
import type { Resource } from '../engine/resource';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { requireZonesOwn } from '../kubernetes/zoneOwnership';
import { saidOf, type ZoneResource } from './descriptor';

/** An object of the cluster that the portal makes once for all applications of a landing zone. */
export function zoneObject(
  of: ZoneResource,
  manifest: KubernetesObject,
  { zone, cluster }: { zone: LandingZone; cluster: ClusterClient },
): Resource<KubernetesObject> {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  const said = saidOf(of, name);
  return {
    ...said,
    read: ({ signal }) => cluster.get({ apiVersion, kind, namespace, name }, signal),
    differs(found) {
      requireZonesOwn(said.title, found, zone);
      return differences(manifest, found, sameKubernetesValue);
    },
    write: async ({ signal }) => ({ state: await cluster.apply(manifest, { signal }) }),
  };
}
