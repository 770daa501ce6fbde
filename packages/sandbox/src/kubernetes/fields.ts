import { customSchema } from './custom/customKinds.ts';
import { isDeclared } from './custom/shape.ts';
import { isAtomicMap, listType } from './listTypes.ts';
import type { FieldSet, KubernetesObject } from './object.ts';
import { isObject, type Place } from './place.ts';

/** Which kind's lists and maps are meant. */
export interface Shape {
  kind: string;
  /** Custom resources have their lists replaced whole. */
  builtIn: boolean;
  /** Fields at the top that this writer cannot write, so that it does not own them either. */
  ignored?: string[];
}

type Fields = Record<string, unknown>;

/** A path into an object, as `FieldsV1` writes its steps, joined by line feeds; ends in `.` for the thing itself. */
export type FieldPath = string;

const notOwned = new Set(
  'apiVersion kind metadata/name metadata/namespace metadata/managedFields metadata/resourceVersion metadata/uid metadata/creationTimestamp metadata/deletionTimestamp metadata/deletionGracePeriodSeconds metadata/generation metadata/selfLink'.split(
    ' ',
  ),
);
// These structs are always written, so that nobody owns their being there.
const alwaysThere =
  /^(|metadata|spec|status|(spec\/jobTemplate\/)?(spec\/)?(template|jobTemplate)(\/(metadata|spec))?|(.*\/)?spec\/containers)$/;
const alwaysThereIn: Record<string, Place> = {
  Deployment: 'spec/strategy',
  HorizontalPodAutoscaler: 'spec/scaleTargetRef',
  NetworkPolicy: 'spec/podSelector',
};
const isAlwaysThereAt = (place: Place, { kind, builtIn }: Shape) =>
  builtIn
    ? alwaysThere.test(place) || alwaysThereIn[kind] === place
    : place === '' || place === 'metadata';

const under = (place: Place, field: string): Place => (place ? `${place}/${field}` : field);

/** The list's keys, when its items really have the first of them. */
function keysAt(shape: Shape, place: Place, ...lists: unknown[][]): string[] | undefined {
  const type = listType(shape.kind, shape.builtIn, place);
  if (!Array.isArray(type)) return undefined;
  return lists.every(list => list.every(item => isObject(item) && type[0] in item))
    ? type
    : undefined;
}

const isSet = (shape: Shape, place: Place) => listType(shape.kind, shape.builtIn, place) === 'set';

function itemStep(item: Fields, keys: string[]): string {
  const picked = keys.map(key => [key, item[key] ?? (key === 'protocol' ? 'TCP' : undefined)]);
  return `k:${JSON.stringify(Object.fromEntries(picked))}`;
}

/** Every leaf of an object with its value, and `.` for each item of a keyed list; `nodes` adds a `.` for each map and list. */
export function leaves(
  object: KubernetesObject | undefined,
  shape: Shape,
  nodes = false,
): Map<FieldPath, unknown> {
  const found = new Map<FieldPath, unknown>();
  const put = (path: string[], value: unknown) => found.set(path.join('\n'), value);
  // of a list that is merged, what counts is what is in it
  const isEmptyKeyed = (value: unknown, place: Place) =>
    Array.isArray(value) &&
    value.length === 0 &&
    listType(shape.kind, shape.builtIn, place) !== undefined;
  const walk = (value: unknown, path: string[], place: Place) => {
    if (notOwned.has(place) || value === undefined || shape.ignored?.includes(place)) return;
    const node = () =>
      (nodes || isMapKey(shape, place)) &&
      !isAlwaysThereAt(place, shape) &&
      put([...path, '.'], true);
    // built-in kinds show a missing list as null, which nobody wrote
    if (value === null && shape.builtIn) return;
    if (nodes && isObject(value) && !Object.keys(value).length && isAlwaysThereAt(place, shape))
      return;
    if (
      isObject(value) &&
      Object.keys(value).length &&
      !isAtomicMap(shape.kind, shape.builtIn, place)
    ) {
      node();
      for (const [key, item] of Object.entries(value))
        walk(item, [...path, `f:${key}`], under(place, key));
      return;
    }
    const keys = Array.isArray(value) && value.length ? keysAt(shape, place, value) : undefined;
    if (keys) {
      node();
      for (const item of value as Fields[]) {
        const at = [...path, itemStep(item, keys)];
        if (isAtomicMap(shape.kind, shape.builtIn, `${place}/*`)) {
          put(at, item);
          continue;
        }
        put([...at, '.'], true);
        for (const [key, inner] of Object.entries(item))
          walk(inner, [...at, `f:${key}`], `${place}/*/${key}`);
      }
    } else if (Array.isArray(value) && value.length && isSet(shape, place)) {
      node();
      for (const item of value) put([...path, `v:${JSON.stringify(item)}`], item);
    } else if (place && !isEmptyKeyed(value, place)) {
      put(path, value);
    }
  };
  walk(object, [], '');
  return found;
}

/** Lays `over` on `base`: maps and keyed lists are merged, everything else is replaced. */
export function merge(base: unknown, over: unknown, shape: Shape, place: Place = ''): unknown {
  if (isObject(base) && isObject(over) && !isAtomicMap(shape.kind, shape.builtIn, place)) {
    const merged: Fields = { ...base };
    for (const [key, value] of Object.entries(over)) {
      merged[key] = merge(base[key], value, shape, under(place, key));
    }
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(over)) {
    const keys = keysAt(shape, place, base, over);
    if (keys) return mergeItems(base, over, keys, shape, place);
    if (isSet(shape, place)) return [...new Set([...base, ...over])];
  }
  return over;
}

/** What was meant comes in its own order; what only others have stands behind what it stood behind. */
function mergeItems(
  base: Fields[],
  over: Fields[],
  keys: string[],
  shape: Shape,
  place: Place,
): Fields[] {
  const steps = over.map(item => itemStep(item, keys));
  const merged = over.map((item, at) => {
    const there = base.find(one => itemStep(one, keys) === steps[at]);
    return (there ? merge(there, item, shape, `${place}/*`) : item) as Fields;
  });
  let at = 0;
  for (const item of base) {
    const step = itemStep(item, keys);
    const found = merged.findIndex(one => itemStep(one, keys) === step);
    if (found >= 0) at = found + 1;
    else merged.splice(at++, 0, item);
  }
  return merged;
}

/** Takes a field or a list's item out of an object, in place, with the maps and lists that it leaves empty. */
export function removeField(object: KubernetesObject, path: FieldPath, shape: Shape): void {
  const cut = (value: unknown, [step, ...rest]: string[], place: Place): boolean => {
    if (step === undefined) return true;
    if (step.startsWith('f:') && isObject(value)) {
      const key = step.slice(2);
      if (key in value && cut(value[key], rest, under(place, key))) delete value[key];
      return Object.keys(value).length === 0;
    }
    if (!Array.isArray(value)) return false;
    const type = listType(shape.kind, shape.builtIn, place);
    const at = value.findIndex(item =>
      Array.isArray(type)
        ? isObject(item) && itemStep(item, type) === step
        : `v:${JSON.stringify(item)}` === step,
    );
    if (at >= 0 && cut(value[at], rest, `${place}/*`)) value.splice(at, 1);
    return value.length === 0;
  };
  cut(object, path.split('\n'), '');
}

/** A path and all that it stands in, the outermost first; a thing's being there is the thing's own path. */
export function prefixes(path: FieldPath): FieldPath[] {
  const steps = path.split('\n').filter(step => step !== '.');
  return steps.map((_, index) => steps.slice(0, index + 1).join('\n'));
}

/** Whether a path is one of the structs that no writer takes away. */
export const isAlwaysThere = (path: FieldPath, shape: Shape) =>
  isAlwaysThereAt(path.replace(/^f:|(?<=\n)f:/g, '').replaceAll('\n', '/'), shape);

/** A key of a custom resource's map, and what stands in one, is owned as such; a declared field is not. */
function isMapKey({ kind, builtIn }: Shape, place: Place): boolean {
  const schema = builtIn ? undefined : customSchema(kind);
  return (
    schema !== undefined &&
    !place.startsWith('metadata') &&
    place !== '' &&
    !isDeclared(schema, place)
  );
}

export function toFieldSet(paths: Iterable<FieldPath>): FieldSet {
  const root: FieldSet = {};
  for (const path of [...paths].sort()) {
    let at = root;
    for (const step of path.split('\n')) at = at[step] ??= {};
  }
  return root;
}

export function fromFieldSet(set: FieldSet): Set<FieldPath> {
  const paths = new Set<FieldPath>();
  const walk = (at: FieldSet, path: string[]) => {
    const entries = Object.entries(at);
    if (entries.length === 0 && path.length) paths.add(path.join('\n'));
    for (const [step, inner] of entries) walk(inner, [...path, step]);
  };
  walk(set, []);
  return paths;
}

/** `.spec.containers[name="web"].image`: how messages write a path. */
export function readable(path: FieldPath): string {
  return path
    .split('\n')
    .filter(step => step !== '.')
    .map(step => {
      if (step.startsWith('f:')) return `.${step.slice(2)}`;
      const value: unknown = JSON.parse(step.slice(2));
      if (step.startsWith('v:')) return `[=${JSON.stringify(value)}]`;
      const keys = Object.entries(value as Fields).map(
        ([key, one]) => `${key}=${JSON.stringify(one)}`,
      );
      return `[${keys.join(',')}]`;
    })
    .join('');
}
