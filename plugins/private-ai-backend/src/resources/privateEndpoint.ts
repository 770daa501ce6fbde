import { ConflictError } from '@backstage/errors';
import type { ArmClient, ArmResource } from '../azure/client';
import { privateEndpointBody, privateEndpointId } from '../azure/privateEndpoint';
import { capital, resourceTypes } from '../azure/resourceTypes';
import type { ManifestInput } from '../app/names';
import { resource, type Resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import { hasOwnAccount, type TaggedInAzure, type Trouble } from './descriptor';

const type = resourceTypes.privateEndpoint;
const provider = 'Microsoft.Network';

/** The account's address in the landing zone's network. */
export const privateEndpoint: TaggedInAzure = {
  in: 'azure',
  id: 'private-endpoint',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['foundry-account'],
  within: 'resource-group',
  isMade: hasOwnAccount,
  name: ({ names }) => names.privateEndpoint,
  armId: privateEndpointId,
  made: (app, { azure }) => resource(connectedEndpoint(app, azure.arm)),
  foundBy: 'tag',
  inventory: { with: 'foundry-account', trouble: connectionTrouble },
  actions: {
    subscription: [
      `${provider}/locations/operationResults/read`,
      `${provider}/locations/operations/read`,
    ],
    applications: [
      'Microsoft.CognitiveServices/accounts/privateEndpointConnectionsApproval/action',
      ...actionsOn(type.type, 'read', 'write'),
    ],
    subnet: actionsOn(`${provider}/virtualNetworks/subnets`, 'join/action', 'read'),
  },
  removing: { applications: actionsOn(type.type, 'delete') },
};

function connectedEndpoint(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const { names } = app;
  const made = armResource(privateEndpoint, app, {
    arm,
    body: found => privateEndpointBody(app, found),
    isTagged: true,
    waitsFor: endpoint =>
      connectionOf(endpoint) === 'Pending'
        ? 'waiting for somebody to approve its connection'
        : undefined,
  });
  return {
    ...made,
    differs(endpoint, step) {
      const differs = made.differs(endpoint, step);
      const connection = connectionOf(endpoint);
      if (connection === 'Rejected') {
        throw new ConflictError(
          `${made.title}: somebody rejected its connection to Foundry account ${names.foundryAccount}. The platform team has to approve it, or take the endpoint away so that it is made again.`,
        );
      }
      return connection === 'Disconnected' ? ['its connection was cut', ...differs] : differs;
    },
    async write(step, endpoint) {
      const { signal, poller } = step;
      // Cut when the account was deleted, restored or not; such an endpoint does not connect again.
      const cut = endpoint && connectionOf(endpoint) === 'Disconnected';
      if (!cut || poller.resumeFrom !== undefined) return made.write?.(step, endpoint);
      await arm.remove(privateEndpointId(app), type.apiVersion, { signal });
      return made.write?.(step, undefined);
    },
  };
}

/** It carries nothing before its connection is approved. */
function connectionTrouble(endpoint: ArmResource): Trouble | undefined {
  const connection = connectionOf(endpoint);
  if (!connection || connection === 'Approved') return undefined;
  return connection === 'Pending'
    ? { health: 'progressing', message: 'Its connection waits for an approval.' }
    : {
        health: 'unhealthy',
        message: `Its connection is ${connection}: the model cannot be reached.`,
      };
}

/** `Approved`, `Pending`, `Rejected` or `Disconnected`; whoever is asked to approve by hand is listed apart. */
function connectionOf({ properties = {} }: Partial<ArmResource>): string | undefined {
  const { privateLinkServiceConnections = [], manualPrivateLinkServiceConnections = [] } =
    properties as Record<
      string,
      { properties?: { privateLinkServiceConnectionState?: { status?: string } } }[] | undefined
    >;
  const [connection] = [...privateLinkServiceConnections, ...manualPrivateLinkServiceConnections];
  return connection?.properties?.privateLinkServiceConnectionState?.status;
}
