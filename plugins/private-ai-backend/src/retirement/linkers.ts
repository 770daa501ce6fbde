import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { sameText } from '../azure/resourceId';
import type { Linker, ServiceLinker } from '../azure/serviceLinker';
import { entityLabel } from '../app/entityLabel';
import type { ClusterClient, KubernetesObject, ObjectRef } from '../kubernetes/client';
import { connectorSecretName, serviceAccountName } from '../app/names';
import { isOurNamespace } from './ownership';

/** A linker of the cluster, as far as it says whose it is. */
export interface Connection {
  linker: Linker;
  /** The namespace that it connects. */
  scope?: string;
  targetId?: string;
  clientId?: string;
  /** It is called as the application's would be. */
  named: boolean;
  /** What Service Connector made of it in a namespace that stays: deleting the linker leaves it there. */
  left: ObjectRef[];
}

export function connectionOf(linker: Linker, connector?: string): Connection {
  // Some kinds of target and of sign-in have none.
  const { id: targetId } = (linker.targetService ?? {}) as { id?: string };
  const { clientId } = (linker.authInfo ?? {}) as { clientId?: string };
  return {
    linker,
    scope: linker.scope || undefined,
    targetId,
    clientId,
    named: sameText(linker.name, connector),
    left: [],
  };
}

/** Of a cluster's connections those that have to do with an application, and whether they are its own. */
export async function findConnections(
  app: {
    entityRef: string;
    clusterId: string;
    clientIds: readonly string[];
    accountIds: readonly string[];
    /** The name that its connection would have. */
    connector: string;
  },
  { linkers, cluster }: { linkers: ServiceLinker; cluster: ClusterClient },
  signal: AbortSignal,
): Promise<{ ours: Connection[]; others: Connection[] }> {
  const ours: Connection[] = [];
  const others: Connection[] = [];
  for (const linker of await linkers.list(app.clusterId, signal)) {
    const connection = connectionOf(linker, app.connector);
    const identity = app.clientIds.some(id => sameText(id, connection.clientId));
    const target = app.accountIds.some(id => sameText(id, connection.targetId));
    const namespace =
      connection.scope === undefined || !(identity || target || connection.named)
        ? undefined
        : await cluster.get(
            { apiVersion: 'v1', kind: 'Namespace', name: connection.scope },
            signal,
          );
    const asked = { entityRef: app.entityRef, identity, target: target || connection.named };
    if (isOurConnection(connection.scope, { ...asked, namespace })) {
      const stays = namespace && !isOurNamespace(namespace, app.entityRef);
      const left = stays ? await leftBy(connection, identity, cluster, signal) : [];
      ours.push({ ...connection, left });
    } else if (identity || target) others.push(connection);
  }
  return { ours, others };
}

/** The ServiceAccount is named after the identity: another's is not the application's. */
async function leftBy(
  { linker, scope: namespace, clientId }: Connection,
  ownIdentity: boolean,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<ObjectRef[]> {
  const v1 = { apiVersion: 'v1', namespace };
  const refs = [
    { ...v1, kind: 'Secret', name: connectorSecretName(linker.name) },
    ...(ownIdentity && clientId
      ? [{ ...v1, kind: 'ServiceAccount', name: serviceAccountName(clientId) }]
      : []),
  ];
  const found = await Promise.all(refs.map(ref => cluster.get(ref, signal)));
  return refs.filter((_, index) => found[index] !== undefined);
}

/**
 * Linkers take no tags: one is the application's when it connects the application's namespace, by its identity, with its
 * account, or under its name, which is left where somebody took identity and account away by hand. Where the namespace is gone, or has lost its label, the identity alone says it; without a scope nothing does.
 */
export function isOurConnection(
  scope: string | undefined,
  {
    entityRef,
    identity,
    target,
    namespace,
  }: {
    entityRef: string;
    identity: boolean;
    target: boolean;
    namespace: KubernetesObject | undefined;
  },
): boolean {
  if (scope === undefined) return false;
  const label = namespace?.metadata.labels?.[TAG_ENTITY];
  return label === undefined ? identity : label === entityLabel(entityRef) && (identity || target);
}
