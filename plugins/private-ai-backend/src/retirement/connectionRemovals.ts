import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import { sameText } from '../azure/resourceId';
import type { ServiceLinker } from '../azure/serviceLinker';
import type { Resource } from '../engine/resource';
import type { ClusterClient } from '../kubernetes/client';
import { foundryAccount } from '../resources/foundryAccount';
import { identity } from '../resources/identity';
import { namespace } from '../resources/namespace';
import { serviceConnector } from '../resources/serviceConnector';
import type { Found } from './discovery';
import { connectionOf, isOurConnection, type Connection } from './linkers';
import { isOurNamespace } from './ownership';
import { clusterRemoval, idOf, linkerRemoval, removalId, type Removing } from './removable';
import { ofType } from './tagged';

const before: readonly ResourceId[] = serviceConnector.before;

/**
 * A linker, and what Service Connector leaves of it in a namespace that stays. Those objects go first: without the linker
 * nothing would say whose they are.
 */
export function connectionRemovals(
  { linker, scope = '', named, left }: Connection,
  found: Found,
  {
    entityRef,
    things,
    linkers,
    kept,
    cluster,
  }: Omit<Removing, 'arm'> & { linkers: ServiceLinker; cluster: ClusterClient },
): Resource[] {
  const accounts = ofType(things, foundryAccount).map(({ resource }) => resource.id);
  const clientIds = ofType(things, identity).map(one => String(one.resource.properties.clientId));
  const goes = found.namespaces.some(
    one => one.metadata.name === scope && isOurNamespace(one, entityRef),
  );
  const removal = linkerRemoval({
    type: serviceConnector.title,
    name: linker.name,
    dependsOn: [
      ...things
        .flatMap(one => [one, ...one.below])
        .filter(({ of }) => before.includes(of.id))
        .map(idOf),
      ...(goes ? [removalId(namespace.title, `/${scope}`)] : []),
    ],
    linkers,
    kept,
    found: linker,
    stillOurs: async (now, signal) => {
      const connection = connectionOf(now);
      return isOurConnection(connection.scope, {
        entityRef,
        identity: clientIds.some(id => sameText(id, connection.clientId)),
        target: named || accounts.some(id => sameText(id, connection.targetId)),
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
