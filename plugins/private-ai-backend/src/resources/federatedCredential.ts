import { capital, resourceTypes } from '../azure/resourceTypes';
import { actionsOn } from './actions';
import type { AzureResource } from './descriptor';

const type = resourceTypes.federatedCredential;

/** By which the pods sign in as the identity. Service Connector makes it, as the portal. */
export const federatedCredential: AzureResource = {
  in: 'azure',
  id: 'federated-credential',
  type,
  title: capital(type.title),
  dependsOn: ['identity', 'service-connector'],
  within: 'identity',
  foundBy: 'parent',
  oneAtATime: true,
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};
