import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import type { ArmResource } from '../azure/client';
import { sameText } from '../azure/resourceId';
import { isOurs } from '../azure/tags';
import type { Resource } from '../engine/resource';
import { isOurs as isOursInCluster } from '../kubernetes/ownership';
import { isPreview } from '../kubernetes/previewFacts';
import { namespace } from '../resources/namespace';
import { resourceGroup } from '../resources/resourceGroup';
import { connectionRemovals } from './connectionRemovals';
import { foreignIn, idsOf, type Child, type Found, type FoundThing, type Reach } from './discovery';
import { armRemoval, clusterRemoval, idOf, removalId, type Kept, type Removing } from './removable';

/**
 * What was found as resources that can be removed: each depends on what goes after it. The connection goes first, because
 * Service Connector works with what the others are; the resource group last, and only when nobody else's is left in it.
 */
export function removalsOf(
  entityRef: string,
  found: Found,
  { azure: { arm, linkers }, cluster }: Reach,
  kept: Kept,
): Resource[] {
  const things = found.things.filter(({ foreign }) => foreign.length === 0);
  const removing: Removing = { entityRef, things, gone: found.gone, arm, kept };
  return [
    ...things.flatMap(thing => [
      removalOf(thing, removing),
      ...thing.below.map(child => removalBelow(thing, child, removing)),
    ]),
    ...found.ownNamespaces.map(({ metadata: { name } }) =>
      clusterRemoval({
        type: namespace.title,
        name,
        dependsOn: [],
        cluster,
        kept,
        ref: { apiVersion: 'v1', kind: 'Namespace', name },
        stillOurs: isOursInCluster(entityRef),
      }),
    ),
    ...found.previews.map(({ apiVersion, kind, metadata: { name, namespace: within = '' } }) =>
      clusterRemoval({
        type: 'Preview',
        name,
        // Before the namespace that it lies in.
        dependsOn: found.ownNamespaces.map(one =>
          removalId(namespace.title, `/${one.metadata.name}`),
        ),
        cluster,
        kept,
        ref: { apiVersion, kind, name, namespace: within },
        stillOurs: one => isOursInCluster(entityRef)(one) && isPreview(one),
      }),
    ),
    ...found.connections.flatMap(connection =>
      connectionRemovals(connection, found, { ...removing, linkers, cluster }),
    ),
  ];
}

/** Goes before what it was made after, and before what it lies in. */
function removalOf({ of, resource }: FoundThing, removing: Removing): Resource {
  const { entityRef, things, gone, arm, kept } = removing;
  const before: readonly (ResourceId | undefined)[] = [...of.dependsOn, of.within];
  const tagged = (now: ArmResource) => isOurs(now.tags, entityRef);
  const emptied = async (signal: AbortSignal) => {
    const going = things.filter(one => one.of.id !== of.id && !kept.has(idOf(one)));
    const own = [...idsOf(going.map(one => one.resource)), ...gone];
    return (await foreignIn(resource, own, arm, signal)).length === 0;
  };
  return armRemoval({
    type: of.title,
    name: resource.name,
    dependsOn: things.filter(one => before.includes(one.of.id)).map(idOf),
    arm,
    kept,
    found: resource,
    apiVersion: of.type.apiVersion,
    stillOurs: async (now, signal) =>
      tagged(now) && (of.id !== resourceGroup.id || (await emptied(signal))),
  });
}

/** What takes no tags is the application's for as long as what it comes with is. */
function removalBelow(parent: FoundThing, { of, resource }: Child, removing: Removing): Resource {
  const { entityRef, things, arm, kept } = removing;
  // What it was given on.
  const on = things.filter(
    one =>
      of.dependsOn.includes(one.of.id) &&
      sameText(one.resource.id, resource.properties.scope as string),
  );
  return armRemoval({
    type: of.title,
    name: of.called?.(resource, parent.resource) ?? lastOf(resource.name),
    dependsOn: [parent, ...on].map(idOf),
    lane: of.oneAtATime ? idOf(parent) : undefined,
    arm,
    kept,
    found: resource,
    apiVersion: of.type.apiVersion,
    async stillOurs(_, signal) {
      const { id } = parent.resource;
      const now = await arm.get(id, parent.of.type.apiVersion, signal);
      return isOurs((now ?? parent.resource).tags, entityRef);
    },
  });
}

/** A project's own name comes behind its account's. */
const lastOf = (name: string) => name.split('/').at(-1) ?? '';
