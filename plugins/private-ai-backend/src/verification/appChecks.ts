import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../landingZones/names';
import { appGraph } from '../provisioning/appGraph';
import { agentChecks } from './agentChecks';
import type { Resource } from '../provisioning/resource';
import type { Checkable } from './checks';
import { connectorChecks, linkerAlone } from './connectorChecks';
import { nameChecks } from './nameChecks';
import { zonesNamed } from './zoneGroupCheck';

/** Everything that is looked at when an application is verified: what provisioning makes, what came of it, and what runs. */
export function appChecks(
  app: ManifestInput,
  deps: {
    azure: Azure;
    cluster: ClusterClient;
    operationId: string;
    log(message: string, level: 'warn'): void;
  },
): Checkable[] {
  const graph = appGraph(app, deps);
  // A shared account's endpoint is the platform team's; where policy manages DNS, there is no zone group to look at.
  const after = graph
    .map(({ id }) => id)
    .filter(id => id === 'private-endpoint' || id === 'dns-zone-group');
  return [
    ...graph.map(one => asChecked(one, app)),
    ...connectorChecks(app, deps),
    ...agentChecks(app, deps.cluster),
    ...nameChecks(app, { ...deps, after }),
  ];
}

function asChecked(resource: Resource, { zone }: ManifestInput): Checkable {
  switch (resource.id) {
    case 'service-connector':
      return linkerAlone(resource);
    case 'dns-zone-group':
      return zonesNamed(resource, Object.values(zone.network.dnsZoneIds ?? {}));
    default:
      return resource;
  }
}
