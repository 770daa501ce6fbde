import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import type { Resource } from '../engine/resource';
import { appGraph } from '../provisioning/appGraph';
import type { Checkable } from '../resources/checkable';
import { descriptorOf, zoneResources } from '../resources/descriptors';
import type { UserTokens } from '../userTokens/userTokens';
import { agentChecks } from './agentChecks';
import { connectorChecks } from './connectorChecks';
import { nameChecks } from './nameChecks';

/** What the account's names lead to a private address by. */
const leadsToAccount: readonly ResourceId[] = ['private-endpoint', 'dns-zone-group'];

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
  const ids = graph.map(({ id }) => id);
  // What the landing zone has made itself is no part of the graph. After the namespace, so that a cluster that does not
  // answer is one sentence.
  const given = zoneResources(app.zone, deps.cluster)
    .filter(({ id }) => !ids.includes(id))
    .map(one => ({ ...one, dependsOn: ['namespace'] }));
  // A shared account's endpoint is the platform team's; where policy manages DNS, there is no zone group to look at.
  const after = leadsToAccount.filter(id => ids.includes(id));
  return [
    ...[...graph, ...given].map(one => asChecked(one, app)),
    ...connectorChecks(app, deps),
    ...agentChecks(app, deps.cluster, user),
    ...nameChecks(app, { ...deps, after }),
  ];
}

const asChecked = (one: Resource, app: ManifestInput): Checkable =>
  descriptorOf(one.id)?.checked?.(one, app) ?? one;
