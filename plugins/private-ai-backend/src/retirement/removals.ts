import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { sameText } from '../azure/resourceId';
import type { Resource } from '../engine/resource';
import { foreignIn, idsOf, type Found, type Reach } from './discovery';
import { connectionOf, isOurConnection, type Connection } from './linkers';
import { isOurNamespace, isOurs } from './ownership';
import { armRemoval, clusterRemoval, removalId, type Kept } from './removable';

const types = {
  group: 'Resource group',
  identity: 'Managed identity',
  credential: 'Federated credential',
  role: 'Role assignment',
  account: 'Foundry account',
  project: 'Foundry project',
  deployment: 'Model deployment',
  endpoint: 'Private endpoint',
  zoneGroup: 'DNS zone group',
  linker: 'Service connector',
  namespace: 'Namespace',
} as const;

/**
 * What was found as resources that can be removed: each depends on what goes after it. The connection goes first, because
 * Service Connector works with what the others are; the resource group last, and only when nobody else's is left in it.
 */
export function removalsOf(
  entityRef: string,
  found: Found,
  { azure: { arm }, cluster }: Reach,
  kept: Kept,
): Resource[] {
  const groupOf = ({ id }: ArmResource) =>
    groups.filter(one => id.toLowerCase().startsWith(`${one.id.toLowerCase()}/`)).map(idOf.group);
  const groups = found.groups.filter(({ foreign }) => foreign.length === 0).map(one => one.group);
  const ours = [
    ...found.identities.map(one => one.identity),
    ...found.accounts.map(one => one.account),
    ...found.endpoints.map(one => one.endpoint),
  ];
  const goes = (one: ArmResource) => !Object.values(idOf).some(idIn => kept.has(idIn(one)));
  const tagged = (resource: ArmResource) => isOurs(resource.tags, entityRef);
  /** What takes no tags is the application's for as long as what it lies in is. */
  const within =
    (parent: ArmResource, apiVersion: string) => async (_: unknown, signal: AbortSignal) =>
      tagged((await arm.get(parent.id, apiVersion, signal)) ?? parent);
  const { cognitiveServices, identity: identityVersion, network } = apiVersions;

  return [
    ...groups.map(group =>
      armRemoval({
        type: types.group,
        name: group.name,
        dependsOn: [],
        arm,
        kept,
        found: group,
        apiVersion: apiVersions.resourceGroup,
        stillOurs: async (now, signal) =>
          tagged(now) &&
          (await foreignIn(group, [...idsOf(ours.filter(goes)), ...found.gone], arm, signal))
            .length === 0,
      }),
    ),
    ...found.identities.flatMap(({ identity, credentials, roles }) => [
      armRemoval({
        type: types.identity,
        name: identity.name,
        dependsOn: groupOf(identity),
        arm,
        kept,
        found: identity,
        apiVersion: identityVersion,
        stillOurs: tagged,
      }),
      ...credentials.map(credential =>
        armRemoval({
          type: types.credential,
          name: credential.name,
          dependsOn: [idOf.identity(identity)],
          // Azure takes one change of an identity's credentials at a time.
          lane: idOf.identity(identity),
          arm,
          kept,
          found: credential,
          apiVersion: identityVersion,
          stillOurs: within(identity, identityVersion),
        }),
      ),
      ...roles.map(role =>
        armRemoval({
          type: types.role,
          name: `Cognitive Services OpenAI User of ${identity.name} on ${lastOf(role.properties.scope)}`,
          dependsOn: [
            idOf.identity(identity),
            ...found.accounts
              .filter(({ account }) => sameText(account.id, String(role.properties.scope)))
              .map(({ account }) => idOf.account(account)),
          ],
          arm,
          kept,
          found: role,
          apiVersion: apiVersions.roleAssignment,
          stillOurs: within(identity, identityVersion),
        }),
      ),
    ]),
    ...found.accounts.flatMap(({ account, deployments, projects }) => [
      armRemoval({
        type: types.account,
        name: account.name,
        dependsOn: groupOf(account),
        arm,
        kept,
        found: account,
        apiVersion: cognitiveServices,
        stillOurs: tagged,
      }),
      ...[
        ...deployments.map(one => [types.deployment, one] as const),
        ...projects.map(one => [types.project, one] as const),
      ].map(([type, child]) =>
        armRemoval({
          type,
          // A project's own name comes behind its account's.
          name: lastOf(child.name),
          dependsOn: [idOf.account(account)],
          // Azure takes one change of an account at a time.
          lane: idOf.account(account),
          arm,
          kept,
          found: child,
          apiVersion: cognitiveServices,
          stillOurs: within(account, cognitiveServices),
        }),
      ),
    ]),
    ...found.endpoints.flatMap(({ endpoint, zoneGroups }) => [
      armRemoval({
        type: types.endpoint,
        name: endpoint.name,
        dependsOn: [
          ...groupOf(endpoint),
          ...found.accounts.map(({ account }) => idOf.account(account)),
        ],
        arm,
        kept,
        found: endpoint,
        apiVersion: network,
        stillOurs: tagged,
      }),
      ...zoneGroups.map(zoneGroup =>
        armRemoval({
          type: types.zoneGroup,
          name: `${zoneGroup.name} of ${endpoint.name}`,
          dependsOn: [idOf.endpoint(endpoint)],
          arm,
          kept,
          found: zoneGroup,
          apiVersion: network,
          stillOurs: within(endpoint, network),
        }),
      ),
    ]),
    ...found.namespaces
      .filter(namespace => isOurNamespace(namespace, entityRef))
      .map(({ metadata: { name } }) =>
        clusterRemoval({
          type: types.namespace,
          name,
          dependsOn: [],
          cluster,
          kept,
          ref: { apiVersion: 'v1', kind: 'Namespace', name },
          stillOurs: now => isOurNamespace(now, entityRef),
        }),
      ),
    ...found.connections.flatMap(connection =>
      ofConnection(connection, entityRef, found, { arm, cluster, kept }),
    ),
  ];
}

/**
 * A linker, and what Service Connector leaves of it in a namespace that stays. Those objects go first: without the linker
 * nothing would say whose they are.
 */
function ofConnection(
  { linker, scope = '', named, left }: Connection,
  entityRef: string,
  found: Found,
  { arm, cluster, kept }: { arm: ArmClient; cluster: Reach['cluster']; kept: Kept },
): Resource[] {
  const accounts = found.accounts.map(({ account }) => account);
  const isIdentity = (id?: string) =>
    found.identities.some(({ identity }) => sameText(String(identity.properties.clientId), id));
  const goes = found.namespaces.some(
    one => one.metadata.name === scope && isOurNamespace(one, entityRef),
  );
  const removal = armRemoval({
    type: types.linker,
    name: linker.name,
    dependsOn: [
      ...found.identities.flatMap(({ identity, credentials, roles }) => [
        idOf.identity(identity),
        ...credentials.map(one => removalId(types.credential, one.id)),
        ...roles.map(one => removalId(types.role, one.id)),
      ]),
      ...found.accounts.flatMap(({ account, deployments }) => [
        idOf.account(account),
        ...deployments.map(one => removalId(types.deployment, one.id)),
      ]),
      ...(goes ? [removalId(types.namespace, `/${scope}`)] : []),
    ],
    arm,
    kept,
    found: linker,
    apiVersion: apiVersions.serviceConnector,
    stillOurs: async (now, signal) => {
      const connection = connectionOf(now);
      return isOurConnection(connection.scope, {
        entityRef,
        identity: isIdentity(connection.clientId),
        target: named || accounts.some(({ id }) => sameText(id, connection.targetId)),
        namespace: connection.scope
          ? await cluster.get(
              { apiVersion: 'v1', kind: 'Namespace', name: connection.scope },
              signal,
            )
          : undefined,
      });
    },
  });
  return [
    removal,
    ...left.map(ref =>
      clusterRemoval({
        type: ref.kind,
        name: ref.name,
        dependsOn: [removal.id],
        cluster,
        kept,
        ref,
        stillOurs: () => true,
      }),
    ),
  ];
}

const idOf = {
  group: ({ id }: ArmResource) => removalId(types.group, id),
  identity: ({ id }: ArmResource) => removalId(types.identity, id),
  account: ({ id }: ArmResource) => removalId(types.account, id),
  endpoint: ({ id }: ArmResource) => removalId(types.endpoint, id),
};

const lastOf = (path: unknown) => String(path).split('/').at(-1) ?? '';
