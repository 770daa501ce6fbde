import type { ManifestInput } from '../app/names';
import { foundryAccountId } from './foundryAccount';
import { OPENAI_USER } from './roleAssignment';

/** Where the connections of a cluster lie. */
export const linkersOf = (clusterId: string): string =>
  `${clusterId}/providers/Microsoft.ServiceLinker/linkers`;

export const linkerId = (clusterId: string, name: string): string =>
  `${linkersOf(clusterId)}/${name}`;

/** What the application reads of its connection, under the names that it reads: pinned, whatever the defaults become. */
export const connectorKeys = {
  AZURE_AISERVICES_OPENAI_BASE: 'AZURE_AISERVICES_OPENAI_BASE',
  AZURE_AISERVICES_CLIENTID: 'AZURE_AISERVICES_CLIENTID',
} as const;

/**
 * Connects a namespace of the cluster with the Foundry account: ServiceAccount, Secret and federated credential come of
 * it. `optOut` keeps Service Connector from opening the account's firewall for the cluster's public address.
 */
export function linkerBody(app: ManifestInput, identity: { clientId: string }) {
  return {
    properties: {
      targetService: { type: 'AzureResource', id: foundryAccountId(app) },
      authInfo: {
        authType: 'userAssignedIdentity',
        clientId: identity.clientId,
        subscriptionId: app.zone.azure.subscriptionId,
        roles: [OPENAI_USER],
      },
      clientType: 'none',
      scope: app.names.namespace,
      publicNetworkSolution: { action: 'optOut' },
      configurationInfo: { action: 'enable', customizedKeys: connectorKeys },
    },
  };
}
