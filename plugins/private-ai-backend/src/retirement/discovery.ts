import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmClient, ArmResource } from '../azure/client';
import { isAbsent } from '../azure/errors';
import { describeId, sameText } from '../azure/resourceId';
import { OPENAI_USER, roleAssignmentId } from '../azure/roleAssignment';
import { entityLabel } from '../app/entityLabel';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { findConnections, type Connection } from './linkers';
import { isFor } from './ownership';
import { derivedNames, findTagged, type Sought, type Tagged } from './tagged';

/** What there is of an application, as its tags and labels say, and what of it is somebody else's. */
export interface Found {
  groups: { group: ArmResource; foreign: ArmResource[] }[];
  identities: { identity: ArmResource; credentials: ArmResource[]; roles: ArmResource[] }[];
  accounts: { account: ArmResource; deployments: ArmResource[]; projects: ArmResource[] }[];
  endpoints: { endpoint: ArmResource; zoneGroups: ArmResource[] }[];
  connections: Connection[];
  /** That carry the application's label; the portal need not have made them. */
  namespaces: KubernetesObject[];
  /** Ids of what is still listed as the application's, and is not there any more. */
  gone: string[];
  foreign: {
    tagged: Tagged['others'];
    unproven: Tagged['unproven'];
    /** The application's own in another landing zone, by its title. */
    elsewhere: { what: string; zone: string }[];
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
  app: Sought,
  { azure: { arm }, cluster }: Reach,
  signal: AbortSignal,
): Promise<Found> {
  const { entityRef, zone } = app;
  const [tagged, labelled] = await Promise.all([
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
    Promise.all(tagged.identities.map(one => ofIdentity(one, app, arm, signal))),
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
        connector: derivedNames(entityRef, zone).connector,
      },
      { arm, cluster },
      signal,
    ),
  ]);
  const roles = identities.flatMap(one => one.roles);
  const ours = [...tagged.identities, ...tagged.accounts, ...tagged.endpoints];
  const own = [...idsOf(ours), ...tagged.gone];
  const isGiven = isGivenByUs([
    ...tagged.accounts.map(({ id }) => id),
    ...(zone.foundry.account === 'shared' ? [zone.foundry.accountId] : []),
  ]);
  const namespaceElsewhere = ({ metadata: { name } }: KubernetesObject) =>
    otherZoneOfNamespace(name, app);
  const [groups, shared] = await Promise.all([
    Promise.all(
      tagged.groups.map(async group => ({
        group,
        foreign: await foreignIn(group, own, arm, signal),
      })),
    ),
    sharedAccounts({ entityRef, tagged, roles, connections: connections.ours }, arm, signal),
  ]);
  return {
    groups,
    identities: identities.map(one => ({ ...one, roles: one.roles.filter(isGiven) })),
    accounts,
    endpoints,
    connections: connections.ours,
    namespaces: labelled.filter(one => !namespaceElsewhere(one)),
    gone: tagged.gone,
    foreign: {
      tagged: tagged.others,
      unproven: tagged.unproven,
      elsewhere: [
        ...tagged.elsewhere.map(({ id, zone: title }) => ({ what: describeId(id), zone: title })),
        ...labelled.flatMap(one => {
          const there = namespaceElsewhere(one);
          return there ? [{ what: `namespace ${one.metadata.name}`, zone: there.title }] : [];
        }),
      ],
      connections: connections.others,
      roles: roles.filter(role => !isGiven(role)),
      shared,
    },
  };
}

async function ofIdentity(
  identity: ArmResource,
  { zone }: Pick<Sought, 'zone'>,
  arm: ArmClient,
  signal: AbortSignal,
) {
  const { principalId } = identity.properties;
  const { foundry } = zone;
  const filter = `principalId eq '${principalId}'`;
  const rolesAt = (scope: string) =>
    arm.list(
      `${scope}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions.roleAssignment,
      { filter, signal },
    );
  const subscription = `/subscriptions/${zone.azure.subscriptionId}`;
  // In another subscription the portal may have rights on the account only.
  const elsewhere =
    foundry.account === 'shared' &&
    !foundry.accountId.toLowerCase().startsWith(`${subscription.toLowerCase()}/`);
  const [credentials, here, there] = await Promise.all([
    arm.list(`${identity.id}/federatedIdentityCredentials`, apiVersions.identity, { signal }),
    // On whatever it has them; those of management groups above come along and are not this subscription's.
    rolesAt(subscription),
    elsewhere
      ? rolesAt(foundry.accountId).catch(error => {
          if (isAbsent(error)) return [];
          throw error;
        })
      : [],
  ]);
  return {
    identity,
    credentials,
    roles: [...here, ...there].filter(({ properties }) => properties.principalId === principalId),
  };
}

/**
 * The one role that the portal and Service Connector give: under the portal's own GUID, or on an account of the application.
 * Anywhere else somebody else gave it, where the portal need not be allowed to take it away.
 */
const isGivenByUs =
  (accountIds: readonly string[]) =>
  ({ id, properties }: ArmResource): boolean => {
    const { scope, principalId, roleDefinitionId } = properties as Record<string, string>;
    const role = String(roleDefinitionId).split('/').at(-1);
    return (
      sameText(role, OPENAI_USER) &&
      (accountIds.some(one => sameText(one, scope)) ||
        sameText(id, roleAssignmentId({ scope, principalId, role: OPENAI_USER })))
    );
  };

/** Where two landing zones have one cluster. */
function otherZoneOfNamespace(name: string, { entityRef, zone, zones = [] }: Sought) {
  const isIn = (one: Sought['zone']) =>
    sameText(one.aks.clusterId, zone.aks.clusterId) &&
    derivedNames(entityRef, one).namespace === name;
  return isIn(zone) ? undefined : zones.find(isIn);
}

/** Of things, and of what they bring along (an endpoint's network interface). */
export const idsOf = (things: readonly ArmResource[]): string[] =>
  [
    ...things,
    ...things.flatMap(({ properties }) => (properties.networkInterfaces ?? []) as { id: string }[]),
  ].map(({ id }) => id);

/** What lies in a group beside the application's own. Resource Manager lists for a while what is gone already. */
export async function foreignIn(
  group: Pick<ArmResource, 'id'>,
  ownIds: readonly string[],
  arm: ArmClient,
  signal: AbortSignal,
): Promise<ArmResource[]> {
  const own = ownIds.map(id => id.toLowerCase());
  const all = await arm.list(`${group.id}/resources`, apiVersions.resourceGroup, { signal });
  return all.filter(({ id }) => {
    const asked = id.toLowerCase();
    // An endpoint's network interface goes by its name, and is listed for longer.
    const ofEndpoint = asked
      .replace('/networkinterfaces/', '/privateendpoints/')
      .replace(/\.nic\.[^/]+$/, '');
    return !own.some(one => asked === one || ofEndpoint === one || asked.startsWith(`${one}/`));
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
