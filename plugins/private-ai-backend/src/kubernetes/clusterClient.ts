import type { ClusterClient, KubernetesObject, ObjectRef } from './client';
import { collectionPath, objectPath } from './address';
import { ClusterError, describeObject, refusedByCluster, type Status } from './clusterError';
import { send, type Answer, type Connection } from './request';
import { FewAtOnce } from '../time/fewAtOnce';
import { missingFrom } from './stored';
import { unreachableCluster, UnreachableError } from './unreachable';

/** Owns every field that the portal applies. */
export const FIELD_MANAGER = 'private-ai-portal';
/** Requests that are on the way to one cluster at the same time. */
const mostAtOnce = 24;
/** Bytes of a container's log, which is shown beside other words. */
const largestLog = 64 * 1024;

/**
 * A cluster's API over `connect`, which is asked before every request and so gives a fresh token. `forget` is called
 * when the server could not be reached or trusted: a moved server or a renewed CA is looked up again, and what was not even
 * sent is sent there once more.
 */
export function createClusterClient(deps: {
  connect(): Promise<Connection>;
  forget?(): void;
  /** Milliseconds that the server may be silent; 40 s when left out. */
  timeoutMs?: number;
}): ClusterClient {
  const few = new FewAtOnce(mostAtOnce);
  async function ask(
    resource: string,
    options: Parameters<typeof send>[1],
    again = deps.forget !== undefined,
  ): Promise<Answer & { server: string }> {
    const connection = await deps.connect();
    const { server } = connection;
    const { signal } = options;
    const call = { ...options, timeoutMs: deps.timeoutMs };
    try {
      return { ...(await few.run(() => send(connection, call), signal)), server };
    } catch (thrown) {
      const error = unreachableCluster(server, resource, thrown);
      // Who breaks off says nothing about the server.
      if (!(error instanceof UnreachableError)) throw error;
      deps.forget?.();
      // Not where it has taken its time already.
      if (again && error.unsent && error.reason !== 'ETIMEDOUT')
        return ask(resource, options, false);
      throw error;
    }
  }

  async function askFor<T>(resource: string, options: Parameters<typeof send>[1]): Promise<T> {
    const { status, text, server } = await ask(resource, options);
    if (status >= 300) throw refusedByCluster(server, resource, status, statusOf(text));
    return JSON.parse(text) as T;
  }

  /** Absent is an answer, not a failure; but a missing API group (its CRDs are not there) is one. */
  async function find(ref: ObjectRef, signal?: AbortSignal) {
    const resource = describeObject(ref);
    const { status, text, server } = await ask(resource, {
      method: 'GET',
      path: objectPath(ref),
      signal,
    });
    if (status === 404 && statusOf(text).reason === 'NotFound') return undefined;
    if (status === 404) throw unknownKind(ref, resource);
    if (status >= 300) throw refusedByCluster(server, resource, status, statusOf(text));
    return JSON.parse(text) as KubernetesObject;
  }

  return {
    get: find,

    async list({ labelSelector, ...of }, signal) {
      const items: KubernetesObject[] = [];
      let next: string | undefined;
      do {
        const query = new URLSearchParams({
          limit: '500',
          ...(labelSelector && { labelSelector }),
          ...(next && { continue: next }),
        });
        const page: { items?: KubernetesObject[]; metadata?: { continue?: string } } = await askFor(
          `${of.kind}s${of.namespace ? ` of namespace ${of.namespace}` : ''}`,
          { method: 'GET', path: `${collectionPath(of)}?${query}`, signal },
        );
        // A list's entries come without their own apiVersion and kind.
        items.push(
          ...(page.items ?? []).map(item => ({
            ...item,
            apiVersion: of.apiVersion,
            kind: of.kind,
          })),
        );
        next = page.metadata?.continue || undefined;
      } while (next);
      return items;
    },

    async apply(object, { dryRun, signal } = {}) {
      const { apiVersion, kind, metadata } = object;
      const ref = { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
      const resource = describeObject(ref);
      const query = new URLSearchParams({
        fieldManager: FIELD_MANAGER,
        force: 'false',
        ...(dryRun && { dryRun: 'All' }),
      });
      const { status, text, server } = await ask(resource, {
        method: 'PATCH',
        path: `${objectPath(ref)}?${query}`,
        contentType: 'application/apply-patch+yaml',
        body: JSON.stringify(object),
        signal,
      });
      if (status === 404 && statusOf(text).reason !== 'NotFound') throw unknownKind(ref, resource);
      if (status >= 300) throw refusedByCluster(server, resource, status, statusOf(text));
      const stored = JSON.parse(text) as KubernetesObject;
      const missing = missingFrom(stored, object);
      if (missing.length > 0) {
        throw new ClusterError(
          `${resource}: the cluster stored something else than was meant at ${missing.join(', ')}. An admission webhook changes it, or the cluster's version does not know the field.`,
          { status, reason: 'StoredDiffers', resource, transient: false },
        );
      }
      return stored;
    },

    async scale(deployment, replicas, signal) {
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', ...deployment };
      await askFor(describeObject(ref), {
        method: 'PATCH',
        path: `${objectPath(ref)}?${new URLSearchParams({ fieldManager: FIELD_MANAGER })}`,
        contentType: 'application/merge-patch+json',
        body: JSON.stringify({ spec: { replicas } }),
        signal,
      });
    },

    async remove(ref, signal) {
      const resource = describeObject(ref);
      const { status, text, server } = await ask(resource, {
        method: 'DELETE',
        path: objectPath(ref),
        signal,
      });
      if (status < 300 || status === 404) return;
      throw refusedByCluster(server, resource, status, statusOf(text));
    },

    async user(signal) {
      const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
      const { status } = await askFor<{ status: { userInfo: { username: string } } }>(
        'the portal’s own name in the cluster',
        {
          method: 'POST',
          path: collectionPath(review),
          contentType: 'application/json',
          body: JSON.stringify(review),
          signal,
        },
      );
      return status.userInfo.username;
    },

    async logs({ namespace, name, container, previous, lines = 20 }, signal) {
      const resource = `the log of container ${container} of ${describeObject({ kind: 'Pod', namespace, name })}`;
      const query = new URLSearchParams({
        container,
        tailLines: String(lines),
        // A line has any length.
        limitBytes: String(largestLog),
        ...(previous && { previous: 'true' }),
      });
      const { status, text, server } = await ask(resource, {
        method: 'GET',
        path: `${objectPath({ apiVersion: 'v1', kind: 'Pod', namespace, name })}/log?${query}`,
        signal,
      });
      if (status >= 300) throw refusedByCluster(server, resource, status, statusOf(text));
      return text;
    },

    connection: () => deps.connect(),
  };
}

function unknownKind(ref: ObjectRef, resource: string): ClusterError {
  return new ClusterError(
    `${resource}: the cluster does not know ${ref.kind} of ${ref.apiVersion}. The platform team has to install what brings it (its operator and CRDs).`,
    { status: 404, reason: 'UnknownKind', resource, transient: false },
  );
}

function statusOf(text: string): Status {
  try {
    const parsed = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : { message: text };
  } catch {
    return { message: text.slice(0, 500) };
  }
}
