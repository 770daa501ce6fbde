import type { Azure } from '../azure/azureFor';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { collectorWaits } from '../kubernetes/givenTelemetry';
import type { ManifestInput } from '../app/names';
import { appGraph } from '../provisioning/appGraph';
import { zoneTelemetry } from '../landingZones/telemetry';
import type { UserTokens } from '../userTokens/userTokens';
import { agentChecks } from './agentChecks';
import type { Resource } from '../engine/resource';
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
    userTokens: UserTokens;
    /** Whose question the agent is asked. */
    askedBy: string;
    operationId: string;
    log(message: string, level: 'warn'): void;
  },
): Checkable[] {
  const { userTokens, askedBy: userRef } = deps;
  const user = () => userTokens.sign({ entityRef: app.request.entityRef, userRef });
  const graph = appGraph(app, { ...deps, jwks: userTokens.jwks });
  // What the landing zone has made itself is no part of the graph. After the namespace, so that a cluster that does not
  // answer is one sentence.
  const given = app.zone.telemetry.owner === 'portal' ? [] : zoneTelemetry(app.zone, deps.cluster);
  // A shared account's endpoint is the platform team's; where policy manages DNS, there is no zone group to look at.
  const after = graph
    .map(({ id }) => id)
    .filter(id => id === 'private-endpoint' || id === 'dns-zone-group');
  return [
    ...graph.map(one => asChecked(one, app)),
    ...given.map(one => ({ ...asChecked(one, app), dependsOn: ['namespace'] })),
    ...connectorChecks(app, deps),
    ...agentChecks(app, deps.cluster, user),
    ...nameChecks(app, { ...deps, after }),
  ];
}

function asChecked(resource: Resource, { zone }: ManifestInput): Checkable {
  switch (resource.id) {
    case 'service-connector':
      return linkerAlone(resource);
    case 'dns-zone-group':
      return zonesNamed(resource, Object.values(zone.network.dnsZoneIds ?? {}));
    case 'collector':
      return { ...resource, waitsFor: found => collectorWaits(found as KubernetesObject) };
    default:
      return resource;
  }
}
