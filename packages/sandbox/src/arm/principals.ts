import { applications, people } from '../entra/principals.ts';
import type { FederatedIdentity } from '../entra/tokens.ts';
import type { Arm } from './arm.ts';
import { federatedCredential } from './types/managedIdentity/federatedCredential.ts';
import { userAssignedIdentity } from './types/managedIdentity/userAssignedIdentity.ts';

export interface Principal {
  type: 'ServicePrincipal' | 'User';
  clientId?: string;
  /** Milliseconds since 1970, of one that Entra's replicas may not all know yet. */
  createdAt?: number;
}

const withIdentity = [
  'Microsoft.CognitiveServices/accounts',
  'Microsoft.CognitiveServices/accounts/projects',
  'Microsoft.ContainerRegistry/registries',
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.Dashboard/grafana',
];

/** Who has an object id: an application, a managed identity that Resource Manager holds, or a person. */
export function principalOf(objectId: string, arm: Arm): Principal | undefined {
  const application = applications.find(one => one.objectId === objectId);
  if (application) return { type: 'ServicePrincipal', clientId: application.clientId };
  const identity = arm
    .list('', 'Microsoft.ManagedIdentity/userAssignedIdentities')
    .find(({ properties }) => properties.principalId === objectId);
  if (identity)
    return {
      type: 'ServicePrincipal',
      clientId: identity.properties.clientId,
      createdAt: Date.parse(identity.systemData?.createdAt ?? ''),
    };
  const holder = withIdentity
    .flatMap(type => arm.list('', type))
    .find(resource => resource.identity?.principalId === objectId);
  if (holder) return { type: 'ServicePrincipal' };
  return people(arm.store).get(objectId) ? { type: 'User' } : undefined;
}

/** The managed identity that has a client id, as Entra signs it in. */
export function identityOf(clientId: string, arm: Arm): FederatedIdentity | undefined {
  const found = arm
    .list('', userAssignedIdentity.type)
    .find(identity => identity.properties.clientId === clientId);
  if (!found) return undefined;
  return {
    principalId: found.properties.principalId,
    credentials: arm.list(found.id, federatedCredential.type).map(({ properties }) => ({
      issuer: properties.issuer,
      subject: properties.subject,
      audiences: properties.audiences,
    })),
  };
}
