import { kindOf, kinds, servedKind, type Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import type { Objects } from './objects.ts';

const now = () => `${new Date().toISOString().slice(0, 19)}Z`;
const namespaces = servedKind('Namespace');

export interface DeleteOptions {
  /** Seconds that a pod may take; 0 takes it away at once (what a kubelet says when its processes are gone). */
  gracePeriodSeconds?: number;
  /** `Orphan` leaves what the object owns; everything else takes it along. */
  propagationPolicy?: string;
}

/**
 * Deletes an object. What has finalizers, a namespace's contents or a running pod is only marked, and goes when they are done.
 * @returns the object as it is now, and whether it is gone
 */
export function remove(
  objects: Objects,
  kind: Kind,
  object: KubernetesObject,
  options: DeleteOptions = {},
): { object: KubernetesObject; gone: boolean } {
  if (options.propagationPolicy === 'Orphan') orphan(objects, object);
  const grace = graceOf(kind, object, options);
  const waits =
    (object.metadata.finalizers?.length ?? 0) > 0 || kind.kind === 'Namespace' || grace > 0;
  if (!waits) return { object: objects.remove(kind, object), gone: true };
  if (object.metadata.deletionTimestamp) return { object, gone: false };
  const marked: KubernetesObject = {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: now(),
      ...(kind.kind !== 'Namespace' && { deletionGracePeriodSeconds: grace }),
    },
    ...(kind.kind === 'Namespace' && { status: { ...object.status, phase: 'Terminating' } }),
  };
  return { object: objects.put(kind, marked), gone: false };
}

/** Only a pod that a node runs, and that has not ended, needs time. */
function graceOf(kind: Kind, object: KubernetesObject, options: DeleteOptions): number {
  if (kind.kind !== 'Pod' || !object.spec?.nodeName) return 0;
  if (['Succeeded', 'Failed'].includes(object.status?.phase)) return 0;
  return options.gracePeriodSeconds ?? object.spec.terminationGracePeriodSeconds ?? 30;
}

function dependents(objects: Objects, owner: KubernetesObject) {
  const { uid, namespace } = owner.metadata;
  return kinds
    .flatMap(kind => objects.list(kind, namespace).map(object => ({ kind, object })))
    .filter(({ object }) => object.metadata.ownerReferences?.some(one => one.uid === uid));
}

function orphan(objects: Objects, owner: KubernetesObject): void {
  for (const { kind, object } of dependents(objects, owner)) {
    const ownerReferences = object.metadata.ownerReferences?.filter(
      one => one.uid !== owner.metadata.uid,
    );
    objects.put(kind, { ...object, metadata: { ...object.metadata, ownerReferences } });
  }
}

/** Takes along what a deleted object owned, and finishes its namespace when that waits for the last of its contents. */
export function collect(objects: Objects, gone: KubernetesObject): void {
  for (const { kind, object } of dependents(objects, gone)) {
    if (!hasOwner(objects, object)) remove(objects, kind, object);
  }
  if (gone.metadata.namespace) finish(objects, gone.metadata.namespace);
}

/** After a restart: goes on with what was being deleted. */
export function collectAll(objects: Objects): void {
  for (const namespace of objects.list(namespaces)) {
    if (namespace.metadata.deletionTimestamp) terminate(objects, namespace.metadata.name);
  }
  for (const kind of kinds) {
    for (const object of objects.list(kind)) {
      if (object.metadata.ownerReferences?.length && !hasOwner(objects, object)) {
        remove(objects, kind, object);
      }
    }
  }
}

/** Deletes what is in a namespace that is being deleted, and then the namespace. */
export function terminate(objects: Objects, namespace: string): void {
  for (const { kind, object } of objects.contents(namespace)) {
    // one may have gone with its owner meanwhile
    if (objects.get(kind, namespace, object.metadata.name)) remove(objects, kind, object);
  }
  finish(objects, namespace);
}

function finish(objects: Objects, name: string): void {
  const namespace = objects.get(namespaces, undefined, name);
  if (!namespace?.metadata.deletionTimestamp || namespace.metadata.finalizers?.length) return;
  if (objects.contents(name).length === 0) objects.remove(namespaces, namespace);
}

function hasOwner(objects: Objects, object: KubernetesObject): boolean {
  return (object.metadata.ownerReferences ?? []).some(({ apiVersion, kind, name, uid }) => {
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const owner = kindOf(group, kind);
    // of a kind that is not served here nothing is known, so that nothing is taken away
    if (!owner) return true;
    const namespace = owner.namespaced ? object.metadata.namespace : undefined;
    return objects.get(owner, namespace, name)?.metadata.uid === uid;
  });
}
