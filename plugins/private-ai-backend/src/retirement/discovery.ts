import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmClient, ArmResource } from '../azure/client';
import { isAbsent } from '../azure/errors';
import { sameText } from '../azure/resourceId';
import { OPENAI_USER } from '../azure/roleAssignment';
import type { LandingZone } from '../config';
import { entityLabel } from '../entityLabel';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { findConnections, type Connection } from './linkers';
import { isFor } from './ownership';
import { findTagged, type Tagged } from './tagged';

/** What there is of an application, as its tags and labels say, and what of it is somebody else's. */
export interface Found {
  groups: { group: ArmResource; foreign: ArmResource[] }[];
  identities: { identity: ArmResource; credentials: ArmResource[]; roles: ArmResource[] }[];
  accounts: { account: ArmResource; deployments: ArmResource[]; projects: ArmResource[] }[];
  endpoints: { endpoint: ArmResource; zoneGroups: ArmResource[] }[];
  connections: Connection[];
  /** That carry the application's label; the portal need not have made them. */
  namespaces: KubernetesObject[];
  foreign: {
    tagged: Tagged['others'];
    connections: Connection[];
    /** Of the application's identities, but none that the portal gives. */
    roles: ArmResource[];
    /** Accounts that are not the application's own, which it may use, with its deployments there. */
    shared: { accountId: string; deployments: ArmResource[] }[];
  };
}

export interface Reach {
  azure: Pick<Azure, 'arm'>;
  cluster: ClusterClient;
}

/** Asks Azure and the cluster what there is of an application; writes nothing. */
export async function discover(
  app: { entityRef: string; zone: LandingZone },
  { azure: { arm }, cluster }: Reach,
  signal: AbortSignal,
): Promise<Found> {
  const { entityRef, zone } = app;
  const [tagged, namespaces] = await Promise.all([
    findTagged(app, arm, signal),
    cluster.list(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        labelSelector: `${TAG_ENTITY}=${entityLabel(entityRef)}`,
      },
      signal,
    ),
  ]);
  const below = ({ id }: ArmResource, child: string, apiVersion: string) =>
    arm.list(`${id}/${child}`, apiVersion, { signal });
  const { cognitiveServices, network } = apiVersions;
  const [identities, accounts, endpoints, connections] = await Promise.all([
    Promise.all(tagged.identities.map(one => ofIdentity(one, zone, arm, signal))),
    Promise.all(
      tagged.accounts.map(async account => {
        const [deployments, projects] = await Promise.all([
          below(account, 'deployments', cognitiveServices),
          below(account, 'projects', cognitiveServices),
        ]);
        return { account, deployments, projects };
      }),
    ),
    Promise.all(
      tagged.endpoints.map(async endpoint => ({
        endpoint,
        zoneGroups: await below(endpoint, 'privateDnsZoneGroups', network),
      })),
    ),
    findConnections(
      {
        entityRef,
        clusterId: zone.aks.clusterId,
        clientIds: tagged.identities.map(({ properties }) => String(properties.clientId)),
        accountIds: tagged.accounts.map(({ id }) => id),
      },
      { arm, cluster },
      signal,
    ),
  ]);
  const roles = identities.flatMap(one => one.roles);
  const ours = [...tagged.identities, ...tagged.accounts, ...tagged.endpoints];
  const [groups, shared] = await Promise.all([
    Promise.all(
      tagged.groups.map(async group => ({
        group,
        foreign: await foreignIn(group, ours, arm, signal),
      })),
    ),
    sharedAccounts({ entityRef, tagged, roles, connections: connections.ours }, arm, signal),
  ]);
  return {
    groups,
    identities: identities.map(one => ({ ...one, roles: one.roles.filter(isGivenByUs) })),
    accounts,
    endpoints,
    connections: connections.ours,
    namespaces,
    foreign: {
      tagged: tagged.others,
      connections: connections.others,
      roles: roles.filter(role => !isGivenByUs(role)),
      shared,
    },
  };
}

async function ofIdentity(
  identity: ArmResource,
  zone: LandingZone,
  arm: ArmClient,
  signal: AbortSignal,
) {
  const { principalId } = identity.properties;
  const [credentials, roles] = await Promise.all([
    arm.list(`${identity.id}/federatedIdentityCredentials`, apiVersions.identity, { signal }),
    // On whatever it has them; those of management groups above come along and are not this subscription's.
    arm.list(
      `/subscriptions/${zone.azure.subscriptionId}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions.roleAssignment,
      { filter: `principalId eq '${principalId}'`, signal },
    ),
  ]);
  return {
    identity,
    credentials,
    roles: roles.filter(({ properties }) => properties.principalId === principalId),
  };
}

/** The one role that the portal and Service Connector give, and that the portal may take away again. */
const isGivenByUs = ({ id, properties }: ArmResource) =>
  /^\/subscriptions\//i.test(id) &&
  sameText(String(properties.roleDefinitionId).split('/').at(-1), OPENAI_USER);

/** What lies in a group beside the application's own, and what that brings along (an endpoint's network interface). */
export async function foreignIn(
  group: Pick<ArmResource, 'id'>,
  ours: readonly ArmResource[],
  arm: ArmClient,
  signal: AbortSignal,
): Promise<ArmResource[]> {
  const interfaces = ours.flatMap(
    ({ properties }) => (properties.networkInterfaces ?? []) as { id: string }[],
  );
  const own = [...ours, ...interfaces].map(({ id }) => id.toLowerCase());
  const all = await arm.list(`${group.id}/resources`, apiVersions.resourceGroup, { signal });
  return all.filter(({ id }) => {
    const asked = id.toLowerCase();
    return !own.some(one => asked === one || asked.startsWith(`${one}/`));
  });
}

/** Where the application uses an account that is not its own, its role or its connection says which. */
async function sharedAccounts(
  app: {
    entityRef: string;
    tagged: Tagged;
    roles: readonly ArmResource[];
    connections: readonly Connection[];
  },
  arm: ArmClient,
  signal: AbortSignal,
) {
  const named = [
    ...app.roles.map(({ properties }) => String(properties.scope)),
    ...app.connections.flatMap(({ targetId }) => targetId ?? []),
  ].filter(id => /\/Microsoft\.CognitiveServices\/accounts\/[^/]+$/i.test(id));
  const others = new Map(
    named
      .filter(id => !app.tagged.accounts.some(own => sameText(own.id, id)))
      .map(id => [id.toLowerCase(), id]),
  );
  return Promise.all(
    [...others.values()].map(async accountId => {
      const deployments = await arm
        .list(`${accountId}/deployments`, apiVersions.cognitiveServices, { signal })
        .catch(error => {
          // A role outlives what it was on.
          if (isAbsent(error)) return [];
          throw error;
        });
      return {
        accountId,
        deployments: deployments.filter(({ tags }) => isFor(tags, app.entityRef)),
      };
    }),
  );
}
