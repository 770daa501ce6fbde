import type { ManifestInput } from '../app/names';
import { foundryAccountId } from './foundryAccount';
import { sameText } from './resourceId';
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

/** A linker, as far as it says whose it is; its scope is the namespace that it connects. */
export interface LinkerEnds {
  scope?: string | null;
  targetService?: { id?: string } | null;
  authInfo?: { authType?: string; clientId?: string } | null;
}

/** What of an application a linker may lead to. */
export interface AppEnds {
  namespace: string;
  /** Whether that carries both marks of the portal for the application. */
  namespaceIsOurs: boolean;
  /** Of its identity, which carries them; undefined where that is not there. */
  clientId?: string;
  /** Id of the account that it uses. */
  accountId: string;
}

/**
 * Linkers take no tags, and anybody may give one any name: it is the application's where it connects the application's
 * namespace by the application's own identity, or, where that is another by now, a namespace that the portal made with the
 * application's account.
 */
export function isOurLinker(
  { scope, authInfo, targetService }: LinkerEnds,
  { namespace, namespaceIsOurs, clientId, accountId }: AppEnds,
): boolean {
  if (scope !== namespace) return false;
  const byIdentity = clientId !== undefined && sameText(authInfo?.clientId, clientId);
  return byIdentity || (namespaceIsOurs && sameText(targetService?.id, accountId));
}
