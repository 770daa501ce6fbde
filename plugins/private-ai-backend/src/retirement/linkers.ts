import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { connectorSecretName, serviceAccountName } from '../app/names';
import { sameText } from '../azure/resourceId';
import { connectorKeys, isOurLinker } from '../azure/serviceConnector';
import type { Linker, ServiceLinker } from '../azure/serviceLinker';
import type { ClusterClient, KubernetesObject, ObjectRef } from '../kubernetes/client';
import { ClusterError } from '../kubernetes/clusterError';
import { isOf, isOurs } from '../kubernetes/ownership';

/** A linker of the cluster, as far as it says whose it is. */
export interface Connection {
  linker: Linker;
  /** The namespace that it connects. */
  scope?: string;
  targetId?: string;
  clientId?: string;
  /** What Service Connector made of it in a namespace that stays: deleting the linker leaves it there. */
  left: ObjectRef[];
  /** What is called as that would be, and was made for another identity. */
  namesakes: ObjectRef[];
  /** What is called as that would be, where the portal has no right to look: it is not known whether it is there. */
  unseen: ObjectRef[];
}

/** An application's own ends, and what its names say where an end has lost its mark. */
export interface OwnEnds {
  entityRef: string;
  /** Of its identities, which carry the portal's tags. */
  clientIds: readonly string[];
  /** Of its accounts, the same; the one that its names say where that is gone, and the landing zone's shared one. */
  accountIds: readonly string[];
  /** As its names say. */
  namespace: string;
}

export function connectionOf(linker: Linker): Connection {
  // Some kinds of target and of sign-in have none.
  const { id: targetId } = (linker.targetService ?? {}) as { id?: string };
  const { clientId } = (linker.authInfo ?? {}) as { clientId?: string };
  const scope = linker.scope || undefined;
  return { linker, scope, targetId, clientId, left: [], namesakes: [], unseen: [] };
}

/**
 * Of a cluster's connections those that have to do with an application, and whether they are its own.
 * @param app - `connector`: the name that its connection would have; `itsAccountIds`: without those that others use, too
 */
export async function findConnections(
  app: OwnEnds & { clusterId: string; connector: string; itsAccountIds: readonly string[] },
  { linkers, cluster }: { linkers: ServiceLinker; cluster: ClusterClient },
  signal: AbortSignal,
): Promise<{ ours: Connection[]; others: Connection[] }> {
  const ours: Connection[] = [];
  const others: Connection[] = [];
  for (const linker of await linkers.list(app.clusterId, signal)) {
    const connection = connectionOf(linker);
    const { clientId, scope, targetId } = connection;
    const isNear =
      sameText(linker.name, app.connector) ||
      app.clientIds.some(id => sameText(id, clientId)) ||
      app.itsAccountIds.some(id => sameText(id, targetId));
    if (!isNear) continue;
    const namespace = scope
      ? await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: scope }, signal)
      : undefined;
    if (!isOurConnection(connection, app, namespace)) others.push(connection);
    else if (!namespace || (scope === app.namespace && isOurs(app.entityRef)(namespace)))
      ours.push(connection);
    else ours.push({ ...connection, ...(await leftBy(connection, cluster, signal)) });
  }
  return { ours, others };
}

/**
 * One is the application's where what it leads to is. Of a namespace that is not the portal's, or is gone, the identity
 * alone says it, and nothing does where that namespace is another entity's.
 */
export function isOurConnection(
  { scope, clientId, targetId }: Connection,
  { entityRef, clientIds, accountIds, namespace: named }: OwnEnds,
  namespace: KubernetesObject | undefined,
): boolean {
  const label = namespace?.metadata.labels?.[TAG_ENTITY];
  const isItsOwn = namespace !== undefined && isOf(entityRef)(namespace);
  if (!scope || !(isItsOwn || (label === undefined && scope === named))) return false;
  return isOurLinker(
    { scope, authInfo: { clientId }, targetService: { id: targetId } },
    {
      namespace: scope,
      namespaceIsOurs: namespace !== undefined && isOurs(entityRef)(namespace),
      clientId: clientIds.find(id => sameText(id, clientId)),
      accountId: accountIds.find(id => sameText(id, targetId)) ?? '',
    },
  );
}

async function leftBy(
  { linker, scope: namespace, clientId }: Connection,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<Pick<Connection, 'left' | 'namesakes' | 'unseen'>> {
  const v1 = { apiVersion: 'v1', namespace };
  const refs = [
    { ...v1, kind: 'Secret', name: connectorSecretName(linker.name) },
    ...(clientId ? [{ ...v1, kind: 'ServiceAccount', name: serviceAccountName(clientId) }] : []),
  ];
  const found = await Promise.all(refs.map(ref => cluster.get(ref, signal).catch(refused)));
  const isSeen = (one: (typeof found)[number]) => one !== undefined && one !== 'refused';
  const isMade = (one: (typeof found)[number]) => isSeen(one) && isMadeFor(clientId, one);
  return {
    left: refs.filter((_, index) => isMade(found[index])),
    namesakes: refs.filter((_, index) => isSeen(found[index]) && !isMade(found[index])),
    unseen: refs.filter((_, index) => found[index] === 'refused'),
  };
}

/** The portal sees Secrets where it has bound its role for them, which is in namespaces that it made. */
function refused(error: unknown): 'refused' {
  if (error instanceof ClusterError && error.status === 403) return 'refused';
  throw error;
}

/** What Service Connector makes names the identity that it is for, by which it can be told from a namesake. */
export function isMadeFor(
  clientId: string | undefined,
  { kind, data, metadata }: KubernetesObject,
): boolean {
  const named =
    kind === 'Secret'
      ? Buffer.from(String(data?.[connectorKeys.AZURE_AISERVICES_CLIENTID] ?? ''), 'base64')
      : metadata.annotations?.['azure.workload.identity/client-id'];
  return clientId !== undefined && sameText(String(named ?? ''), clientId);
}
