import type { ClusterClient } from '../kubernetes/client';
import { instrumentationManifest } from '../kubernetes/instrumentation';
import type { ManifestInput } from '../app/names';
import { clusterResource } from '../resources/clusterResource';
import { resource, type Resource } from '../engine/resource';
import { zoneTelemetry } from '../landingZones/telemetry';

/**
 * How the application is measured, and what all applications' measurements go through, where the portal makes that.
 *
 * @param looked - also where it does not: then it has to be there
 */
export function telemetryGraph(
  app: ManifestInput,
  cluster: ClusterClient,
  { looked }: { looked: boolean },
): Resource[] {
  const { names, zone, request } = app;
  return [
    resource(
      clusterResource({
        id: 'telemetry',
        type: 'Telemetry',
        name: names.namespace,
        dependsOn: ['namespace'],
        within: 'namespace',
        cluster,
        manifests: [instrumentationManifest(app)],
        owner: request.entityRef,
      }),
    ),
    ...(looked || zone.telemetry.owner === 'portal' ? zoneTelemetry(zone, cluster) : []),
  ];
}
