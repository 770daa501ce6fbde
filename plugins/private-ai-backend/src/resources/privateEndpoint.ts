import { ConflictError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { privateEndpointBody, privateEndpointId } from '../azure/privateEndpoint';
import type { ManifestInput } from '../app/names';
import { armResource } from './armResource';
import type { Resource } from '../engine/resource';

const version = apiVersions.network;

/** The account's address in the landing zone's network. */
export function privateEndpointResource(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const { names, request } = app;
  const made = armResource({
    id: 'private-endpoint',
    type: 'Private endpoint',
    name: names.privateEndpoint,
    dependsOn: ['foundry-account'],
    within: 'resource-group',
    arm,
    apiVersion: version,
    armId: () => privateEndpointId(app),
    body: (_, found) => privateEndpointBody(app, found),
    owner: request.entityRef,
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
      await arm.remove(privateEndpointId(app), version, { signal });
      return made.write?.(step, undefined);
    },
  };
}

/** `Approved`, `Pending`, `Rejected` or `Disconnected`; whoever is asked to approve by hand is listed apart. */
function connectionOf({ properties }: ArmResource): string | undefined {
  const { privateLinkServiceConnections = [], manualPrivateLinkServiceConnections = [] } =
    properties as Record<
      string,
      { properties?: { privateLinkServiceConnectionState?: { status?: string } } }[] | undefined
    >;
  const [connection] = [...privateLinkServiceConnections, ...manualPrivateLinkServiceConnections];
  return connection?.properties?.privateLinkServiceConnectionState?.status;
}
