import jsonPatch from 'fast-json-patch';
import { listType } from './listTypes.ts';
import type { KubernetesObject } from './object.ts';
import { isObject } from './place.ts';
import { StatusError } from './status.ts';

/** RFC 7386: `null` takes away, maps are merged, everything else is replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** RFC 6902. @throws StatusError 422 when an operation does not apply */
export function applyJsonPatch(target: KubernetesObject, operations: unknown): KubernetesObject {
  try {
    return jsonPatch.applyPatch(structuredClone(target), operations as jsonPatch.Operation[], true)
      .newDocument;
  } catch {
    // the API server says no more than this
    throw new StatusError(
      422,
      'Invalid',
      'the server rejected our request due to an error in our request',
      {},
    );
  }
}

/**
 * Kubernetes' own merge patch for built-in kinds: lists of named things are merged by their key; `$patch: delete`
 * and `$deleteFromPrimitiveList` take away, `$patch: replace` and `$retainKeys` replace, `$setElementOrder` orders.
 */
export function strategicMerge(kind: string, target: unknown, patch: unknown, place = ''): unknown {
  if (Array.isArray(patch))
    return mergeList(kind, Array.isArray(target) ? target : [], patch, place);
  if (!isObject(patch)) return patch;
  const { $patch: directive, ...given } = patch;
  if (directive === 'delete') return {};
  const merged: Record<string, unknown> =
    directive === 'replace' || !isObject(target) ? {} : { ...target };
  const retain = given.$retainKeys;
  if (Array.isArray(retain)) {
    for (const key of Object.keys(merged)) if (!retain.includes(key)) delete merged[key];
  }
  for (const [key, value] of Object.entries(given)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete merged[key];
    else merged[key] = strategicMerge(kind, merged[key], value, place ? `${place}/${key}` : key);
  }
  for (const [key, value] of Object.entries(given)) {
    const [, what, field] = /^\$(deleteFromPrimitiveList|setElementOrder)\/(.+)$/.exec(key) ?? [];
    const list = merged[field];
    if (!what || !Array.isArray(value) || !Array.isArray(list)) continue;
    const at = place ? `${place}/${field}` : field;
    merged[field] =
      what === 'setElementOrder'
        ? inOrder(list, value, mergeKey(kind, at))
        : list.filter(item => !value.includes(item));
  }
  return merged;
}

/** The one key that a list is merged by here; unlike server-side apply, ports go by their number alone. */
function mergeKey(kind: string, place: string): string | undefined {
  const type = listType(kind, true, place);
  return Array.isArray(type) ? type[0] : undefined;
}

function mergeList(kind: string, target: unknown[], patch: unknown[], place: string): unknown[] {
  if (patch.some(item => isObject(item) && item.$patch === 'replace')) {
    return patch.filter(item => !isObject(item) || item.$patch !== 'replace');
  }
  if (listType(kind, true, place) === 'set') return [...new Set([...target, ...patch])];
  const key = mergeKey(kind, place);
  if (!key) return patch;
  const merged = [...target];
  for (const item of patch) {
    if (!isObject(item)) continue;
    const at = merged.findIndex(one => isObject(one) && one[key] === item[key]);
    if (item.$patch === 'delete') {
      if (at >= 0) merged.splice(at, 1);
    } else if (at < 0) merged.push(strategicMerge(kind, {}, item, `${place}/*`));
    else merged[at] = strategicMerge(kind, merged[at], item, `${place}/*`);
  }
  return merged;
}

function inOrder(list: unknown[], order: unknown[], key: string | undefined): unknown[] {
  const identity = (item: unknown) => (key && isObject(item) ? item[key] : item);
  const wanted = order.map(identity);
  const rank = (item: unknown) => {
    const at = wanted.indexOf(identity(item));
    return at < 0 ? wanted.length : at;
  };
  return [...list].sort((a, b) => rank(a) - rank(b));
}
