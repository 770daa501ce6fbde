import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import { derivedNames } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmClient, ArmResource } from '../azure/client';
import { isAbsent } from '../azure/errors';
import { foundryAccountId } from '../azure/foundryAccount';
import { describeId, sameText } from '../azure/resourceId';
import { isFor } from '../azure/tags';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isOf, isOurs } from '../kubernetes/ownership';
import { standingPreview } from '../kubernetes/standingPreview';
import type { BelowInAzure } from '../resources/descriptor';
import { descriptors } from '../resources/descriptors';
import { foundryAccount } from '../resources/foundryAccount';
import { identity } from '../resources/identity';
import { resourceGroup } from '../resources/resourceGroup';
import { findConnections, type Connection, type OwnEnds } from './linkers';
import { isGivenByUs, rolesOf } from './roles';
import { findTagged, ofType, type Sought, type Tagged, type Thing } from './tagged';

/** What comes with a thing of the application's: what lies in it, or was given to it. */
export interface Child {
  of: BelowInAzure;
  resource: ArmResource;
}

export interface FoundThing extends Thing {
  below: Child[];
  /** Of a resource group: what lies in it and is not the application's. */
  foreign: ArmResource[];
}

/** What there is of an application, as its tags and labels say, and what of it is somebody else's. */
export interface Found {
  /** By type, in the order in which they are made. */
  things: FoundThing[];
  connections: Connection[];
  /** That carry the application's label; the portal need not have made them. */
  namespaces: KubernetesObject[];
  /** Of them what the portal made, under the name that the landing zone gives; as in Azure, the marks alone are not enough. */
  ownNamespaces: KubernetesObject[];
  /** Previews in those: they go with their namespace, and are named. */
  previews: KubernetesObject[];
  /** What its connections lead to. */
  ends: OwnEnds;
  /** Ids of what is still listed as the application's, and is not there any more. */
  gone: string[];
  foreign: {
    tagged: Tagged['others'];
    unproven: Tagged['unproven'];
    namesakes: Tagged['namesakes'];
    /** In the cluster: without the application's label. */
    namespace?: KubernetesObject;
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
  azure: Pick<Azure, 'arm' | 'linkers'>;
  cluster: ClusterClient;
}

/** Asks Azure and the cluster what there is of an application; writes nothing. */
export async function discover(
  app: Sought,
  { azure: { arm, linkers }, cluster }: Reach,
  signal: AbortSignal,
): Promise<Found> {
  const { entityRef, zone } = app;
  const names = derivedNames(entityRef, zone);
  const [tagged, labelled, named] = await Promise.all([
    findTagged(app, arm, signal),
    cluster.list(
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        labelSelector: `${TAG_ENTITY}=${entityLabel(entityRef)}`,
      },
      signal,
    ),
    cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: names.namespace }, signal),
  ]);
  const { things } = tagged;
  const accountIds = idsOfType(things, foundryAccount);
  const clientIds = ofType(things, identity).map(one => String(one.resource.properties.clientId));
  const derivedAccount = foundryAccountId({ names, zone });
  const others = [...tagged.namesakes, ...tagged.others, ...tagged.unproven];
  const ends: OwnEnds = {
    ...{ entityRef, clientIds, namespace: names.namespace },
    accountIds: [
      ...accountIds,
      // Where somebody took it away by hand, the connection still leads there.
      ...(others.some(({ id }) => sameText(id, derivedAccount)) ? [] : [derivedAccount]),
    ],
  };
  const [withBelow, connections] = await Promise.all([
    Promise.all(things.map(async one => ({ ...one, below: await below(one, app, arm, signal) }))),
    findConnections(
      {
        ...ends,
        itsAccountIds: accountIds,
        clusterId: zone.aks.clusterId,
        connector: names.connector,
      },
      { linkers, cluster },
      signal,
    ),
  ]);
  const roles = withBelow
    .flatMap(one => one.below)
    .filter(({ of }) => of.foundBy === 'identity')
    .map(({ resource }) => resource);
  const inGroups = things.filter(({ of }) => of.id !== resourceGroup.id);
  const own = [...idsOf(inGroups.map(({ resource }) => resource)), ...tagged.gone];
  const isGiven = isGivenByUs([
    ...accountIds,
    ...(zone.foundry.account === 'shared' ? [zone.foundry.accountId] : []),
  ]);
  const namespaceElsewhere = ({ metadata: { name } }: KubernetesObject) =>
    otherZoneOfNamespace(name, app);
  const ownNamespaces = labelled
    .filter(isOurs(entityRef))
    .filter(({ metadata }) => metadata.name === names.namespace);
  const [found, shared, preview] = await Promise.all([
    Promise.all(
      withBelow.map(async one => ({
        ...one,
        below: one.below.filter(
          ({ of, resource }) => of.foundBy !== 'identity' || isGiven(resource),
        ),
        foreign:
          one.of.id === resourceGroup.id ? await foreignIn(one.resource, own, arm, signal) : [],
      })),
    ),
    sharedAccounts({ entityRef, accountIds, roles, connections: connections.ours }, arm, signal),
    ownNamespaces.length > 0 ? standingPreview(app, cluster, signal) : undefined,
  ]);
  return {
    things: found,
    connections: connections.ours,
    namespaces: labelled.filter(one => !namespaceElsewhere(one)),
    ownNamespaces,
    previews: preview ? [preview.deployment] : [],
    gone: tagged.gone,
    ends,
    foreign: {
      tagged: tagged.others,
      unproven: tagged.unproven,
      namesakes: tagged.namesakes,
      namespace: named && isOf(entityRef)(named) ? undefined : named,
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

const idsOfType = (...asked: Parameters<typeof ofType>) =>
  ofType(...asked).map(({ resource }) => resource.id);

/** What comes with a thing, by type; what was made last first. */
async function below(
  { of: parent, resource }: Thing,
  { zone }: Sought,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<Child[]> {
  const types = descriptors
    .filter((one): one is BelowInAzure => one.in === 'azure' && one.within === parent.id)
    .filter(({ foundBy }) => foundBy === 'parent' || foundBy === 'identity')
    .toReversed();
  const found = await Promise.all(
    types.map(async of => {
      const { type, apiVersion } = of.type;
      const all =
        of.foundBy === 'identity'
          ? await rolesOf(resource, zone, arm, signal)
          : await arm.list(`${resource.id}/${type.split('/').at(-1)}`, apiVersion, { signal });
      return all.map(one => ({ of, resource: one }));
    }),
  );
  return found.flat();
}

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
    accountIds: readonly string[];
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
      .filter(id => !app.accountIds.some(own => sameText(own, id)))
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
