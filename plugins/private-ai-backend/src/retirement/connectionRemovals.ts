import type { ResourceId } from '@private-ai/plugin-private-ai-common';
import type { ServiceLinker } from '../azure/serviceLinker';
import type { Resource } from '../engine/resource';
import type { ClusterClient } from '../kubernetes/client';
import { namespace } from '../resources/namespace';
import { serviceConnector } from '../resources/serviceConnector';
import type { Found } from './discovery';
import { connectionOf, isMadeFor, isOurConnection, type Connection } from './linkers';
import { clusterRemoval, idOf, linkerRemoval, removalId, type Removing } from './removable';

const before: readonly ResourceId[] = serviceConnector.before;

/**
 * A linker, and what Service Connector leaves of it in a namespace that stays. Those objects go first: without the linker
 * nothing would say whose they are.
 */
export function connectionRemovals(
  { linker, scope = '', clientId, left }: Connection,
  found: Found,
  {
    things,
    linkers,
    kept,
    cluster,
  }: Omit<Removing, 'arm'> & { linkers: ServiceLinker; cluster: ClusterClient },
): Resource[] {
  const goes = found.ownNamespaces.some(({ metadata }) => metadata.name === scope);
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
      const { scope: name } = connection;
      const at = name && (await cluster.get({ ...v1, kind: 'Namespace', name }, signal));
      return isOurConnection(connection, found.ends, at || undefined);
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
        stillOurs: now => isMadeFor(clientId, now),
      }),
    ),
  ];
}

const v1 = { apiVersion: 'v1' };
