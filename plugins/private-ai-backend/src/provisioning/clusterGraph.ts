import type { AppPart } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import { agentConfigResource } from '../resources/agentConfig';
import { agentRolloutResource } from '../resources/agentRollout';
import { connectorResource } from '../resources/serviceConnector';
import { formerDeploymentsResource } from '../resources/formerDeployments';
import { identityOf } from './identityGraph';
import { namespaceGraph } from './namespaceGraph';
import { resource, type Resource } from '../engine/resource';
import { telemetryGraph } from './telemetryGraph';

/** The application's place in the cluster, its connection to the account, and what its agent is told. */
export function clusterGraph(
  app: ManifestInput,
  { azure, cluster, jwks }: { azure: Azure; cluster: ClusterClient; jwks: string },
  part?: AppPart,
): Resource[] {
  const { names } = app;
  return [
    ...namespaceGraph(app, { cluster, jwks }),
    resource(
      connectorResource(app, {
        // Not the deployment: it connects to the account. The role, because Service Connector assigns it as well, and two
        // assignments at the same moment are refused to one of them.
        dependsOn: ['namespace', 'identity', 'foundry-account', 'role-assignment'],
        azure,
        cluster,
        clientId: step => identityOf(step).clientId,
      }),
    ),
    ...telemetryGraph(app, cluster, { looked: part === 'telemetry' }),
    resource(agentConfigResource(app, cluster)),
    resource(agentRolloutResource(app, cluster)),
    ...(names.sharedAccountId === undefined
      ? [resource(formerDeploymentsResource(app, { arm: azure.arm, cluster }))]
      : []),
  ];
}
