import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import { instrumentationManifest } from '../kubernetes/instrumentation';
import { namespaceManifests } from '../kubernetes/namespace';
import type { ManifestInput } from '../landingZones/names';
import { agentConfigResource } from './agentConfigResource';
import { agentRolloutResource } from './agentRolloutResource';
import { clusterResource } from './clusterResource';
import { connectorResource } from './connectorResource';
import { formerDeploymentsResource } from './formerDeploymentsResource';
import { identityOf } from './identityGraph';
import { resource, type Resource } from './resource';

/** The application's place in the cluster, its connection to the account, and what its agent is told. */
export function clusterGraph(
  app: ManifestInput,
  { azure, cluster }: { azure: Azure; cluster: ClusterClient },
): Resource[] {
  const { names } = app;
  const owner = app.request.entityRef;
  return [
    resource(
      clusterResource({
        id: 'namespace',
        type: 'Namespace',
        name: names.namespace,
        dependsOn: [],
        cluster,
        manifests: namespaceManifests(app),
        owner,
      }),
    ),
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
    resource(
      clusterResource({
        id: 'telemetry',
        type: 'Telemetry',
        name: names.namespace,
        dependsOn: ['namespace'],
        within: 'namespace',
        cluster,
        manifests: [instrumentationManifest(app)],
        owner,
      }),
    ),
    resource(agentConfigResource(app, cluster)),
    resource(agentRolloutResource(app, cluster)),
    ...(names.sharedAccountId === undefined
      ? [resource(formerDeploymentsResource(app, { arm: azure.arm, cluster }))]
      : []),
  ];
}
