import { isDeepStrictEqual } from 'node:util';
import { servedKind } from './kinds.ts';
import type { Change, Objects } from './objects.ts';
import { aggregateRoles } from './rbac/aggregation.ts';
import { collect, collectAll, terminate } from './removal.ts';
import { quotaStatus } from './resourceQuota.ts';
import type { Resources } from './resources.ts';

const writer = { manager: 'kube-controller-manager', apiVersion: 'v1' };

// the namespace controller takes its time; who deletes a namespace and its contents at once finds the contents
const terminationDelay = 200;

/**
 * What a cluster's controllers do behind every write, right after it: a new namespace gets its ServiceAccount and the
 * cluster's CA, quotas are counted, what a deleted object owned goes with it, a deleted namespace is emptied.
 * @returns ends it
 */
export function keepHouse(
  resources: Resources,
  caPem: string,
  log: (message: string) => void,
): () => void {
  const { objects } = resources;
  let ended = false;
  const guarded = (what: string, work: () => void) => () => {
    if (ended) return;
    try {
      work();
    } catch (error) {
      log(`kubernetes: ${what}: ${(error as Error).stack}`);
    }
  };
  const handle = ({ kind, object, type }: Change) => {
    const { name, namespace = '', deletionTimestamp } = object.metadata;
    const gone = type === 'DELETED';
    if (gone) collect(objects, object);
    if (kind.kind === 'Namespace' && !gone) {
      const empty = guarded(`emptying ${name}`, () => terminate(objects, name));
      if (deletionTimestamp) setTimeout(empty, terminationDelay).unref();
      else furnish(resources, name, caPem);
    }
    if (kind.kind === 'ServiceAccount' && name === 'default' && gone) {
      furnish(resources, namespace, caPem);
    }
    if (kind.kind === 'ClusterRole') aggregateRoles(objects);
    if (kind.kind === 'Pod' || (kind.kind === 'ResourceQuota' && !gone)) {
      countQuotas(objects, namespace);
    }
  };
  collectAll(objects);
  // not inside the write, so that every watch is told of changes in their order
  const stop = objects.watch(change =>
    queueMicrotask(guarded(`after ${change.type} of ${change.kind.plural}`, () => handle(change))),
  );
  return () => {
    ended = true;
    stop();
  };
}

function furnish(resources: Resources, namespace: string, caPem: string): void {
  const home = resources.objects.get(servedKind('Namespace'), undefined, namespace);
  if (!home || home.metadata.deletionTimestamp) return;
  for (const [kind, name, content] of [
    ['ServiceAccount', 'default', {}],
    ['ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': caPem } }],
  ] as const) {
    const target = { kind: servedKind(kind), namespace, name };
    const metadata = { name, namespace };
    const object = { apiVersion: 'v1', kind, metadata, ...content };
    resources.apply(target, object, { writer, dryRun: false, force: true });
  }
}

function countQuotas(objects: Objects, namespace: string): void {
  const quotas = objects.list(servedKind('ResourceQuota'), namespace);
  if (quotas.length === 0) return;
  const pods = objects.list(servedKind('Pod'), namespace);
  for (const quota of quotas) {
    const status = quotaStatus(quota, pods);
    if (!isDeepStrictEqual(quota.status, status)) {
      objects.put(servedKind('ResourceQuota'), { ...quota, status });
    }
  }
}
