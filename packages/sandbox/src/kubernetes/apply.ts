import { isDeepStrictEqual } from 'node:util';
import {
  fromFieldSet,
  isAlwaysThere,
  leaves,
  merge,
  prefixes,
  readable,
  removeField,
  toFieldSet,
  type FieldPath,
  type Shape,
} from './fields.ts';
import type { KubernetesObject, ManagedFields } from './object.ts';
import { StatusError } from './status.ts';

/** Who writes, and which part of the object. */
export interface Writer {
  manager: string;
  apiVersion: string;
  subresource?: string;
}

type Operation = ManagedFields['operation'];

/**
 * Server-side apply: merges what a manager means into what is there, takes away what it meant before and no longer
 * means, and refuses to overwrite what another manager owns unless forced.
 * @throws StatusError 409 that names the other managers and the fields
 */
export function apply(
  existing: KubernetesObject | undefined,
  meant: KubernetesObject,
  writer: Writer,
  { force, shape }: { force: boolean; shape: Shape },
): KubernetesObject {
  const wanted = leaves(meant, shape);
  const present = leaves(existing, shape);
  const entries = existing ? ownersOf(existing, writer, shape) : [];
  const previous = entries.find(entry => sameWriter(entry, writer, 'Apply'));
  const others = entries.filter(entry => entry !== previous);
  const contested = others.flatMap(entry =>
    [...fromFieldSet(entry.fieldsV1)]
      .filter(path => !path.endsWith('\n.') && wanted.has(path))
      .filter(path => !isDeepStrictEqual(wanted.get(path), present.get(path)))
      .map(path => ({ entry, path })),
  );
  if (contested.length && !force) throw conflict(contested);
  const merged = structuredClone(
    existing ? (merge(existing, meant, shape) as KubernetesObject) : meant,
  );
  const kept = others.flatMap(entry =>
    without(entry, path => contested.some(one => one.entry === entry && one.path === path)),
  );
  const owned = new Set(
    [...kept.flatMap(entry => [...fromFieldSet(entry.fieldsV1)]), ...wanted.keys()].flatMap(
      prefixes,
    ),
  );
  for (const path of previous ? fromFieldSet(previous.fieldsV1) : []) {
    // a field that nobody means any more goes with all that stands in it, defaults included
    const gone = prefixes(path).find(prefix => !owned.has(prefix) && !isAlwaysThere(prefix, shape));
    if (gone !== undefined && !wanted.has(path)) removeField(merged, gone, shape);
  }
  const fieldsV1 = toFieldSet(wanted.keys());
  const unchanged = previous && isDeepStrictEqual(previous.fieldsV1, fieldsV1);
  const own = entryOf(writer, 'Apply', fieldsV1, unchanged ? previous.time : undefined);
  merged.metadata.managedFields = ordered([...kept, ...(wanted.size ? [own] : [])]);
  return merged;
}

/** Who owns what is there; of an object that nobody has owned yet, all of it is held by one who came before. */
function ownersOf(existing: KubernetesObject, { apiVersion }: Writer, shape: Shape) {
  const { managedFields } = existing.metadata;
  if (managedFields?.length) return managedFields;
  const before = { manager: 'before-first-apply', apiVersion };
  return recordUpdate(undefined, existing, before, shape).metadata.managedFields ?? [];
}

/** After a create, update or patch: the writer owns what it changed, and nobody else does. */
export function recordUpdate(
  existing: KubernetesObject | undefined,
  written: KubernetesObject,
  writer: Writer,
  shape: Shape,
): KubernetesObject {
  const before = leaves(existing, shape, true);
  const after = leaves(written, shape, true);
  const changed = new Set(
    [...after.keys()].filter(path => !isDeepStrictEqual(before.get(path), after.get(path))),
  );
  // clients may rewrite the list itself: kubectl does when it moves from one way of applying to the other
  const given = written.metadata.managedFields;
  const entries = (given?.length ? given : existing?.metadata.managedFields) ?? [];
  const own = entries.find(entry => sameWriter(entry, writer, 'Update'));
  const others = entries
    .filter(entry => entry !== own)
    .flatMap(entry => without(entry, path => changed.has(path) || !after.has(path)));
  const mine = new Set(
    [...(own ? fromFieldSet(own.fieldsV1) : []), ...changed].filter(path => after.has(path)),
  );
  const fieldsV1 = toFieldSet(mine);
  const unchanged = own && isDeepStrictEqual(own.fieldsV1, fieldsV1) && changed.size === 0;
  const entry = entryOf(writer, 'Update', fieldsV1, unchanged ? own.time : undefined);
  const managedFields = ordered([...others, ...(mine.size ? [entry] : [])]);
  const { managedFields: _, ...metadata } = written.metadata;
  return { ...written, metadata: { ...metadata, ...(managedFields.length && { managedFields }) } };
}

function sameWriter(entry: ManagedFields, writer: Writer, operation: Operation): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === operation &&
    entry.subresource === writer.subresource
  );
}

/** The entry without some of its fields; nothing when no field is left. */
function without(entry: ManagedFields, drop: (path: FieldPath) => boolean): ManagedFields[] {
  const paths = fromFieldSet(entry.fieldsV1);
  const left = [...paths].filter(path => !drop(path));
  if (left.length === 0) return [];
  return [left.length === paths.size ? entry : { ...entry, fieldsV1: toFieldSet(left) }];
}

const ordered = (entries: ManagedFields[]) =>
  entries.sort(
    (a, b) =>
      a.operation.localeCompare(b.operation) ||
      a.time.localeCompare(b.time) ||
      a.manager.localeCompare(b.manager),
  );

function entryOf(
  writer: Writer,
  operation: Operation,
  fieldsV1: ManagedFields['fieldsV1'],
  time = `${new Date().toISOString().slice(0, 19)}Z`,
): ManagedFields {
  return {
    manager: writer.manager,
    operation,
    apiVersion: writer.apiVersion,
    time,
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(writer.subresource && { subresource: writer.subresource }),
  };
}

function conflict(contested: { entry: ManagedFields; path: FieldPath }[]): StatusError {
  const conflicts = contested.map(({ entry, path }) => ({
    who: `${JSON.stringify(entry.manager)}${entry.subresource ? ` with subresource ${JSON.stringify(entry.subresource)}` : ''}${entry.operation === 'Update' ? ` using ${entry.apiVersion}` : ''}`,
    field: readable(path),
  }));
  const causes = conflicts.map(({ who, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${who}`,
    field,
  }));
  const managers = [...new Set(conflicts.map(({ who }) => who))].sort();
  const text =
    conflicts.length === 1
      ? `conflict with ${conflicts[0].who}: ${conflicts[0].field}`
      : managers
          .map(who =>
            [
              `conflicts with ${who}:`,
              ...conflicts.filter(one => one.who === who).map(one => `- ${one.field}`),
            ].join('\n'),
          )
          .join('\n');
  return new StatusError(
    409,
    'Conflict',
    `Apply failed with ${conflicts.length} conflict${conflicts.length > 1 ? 's' : ''}: ${text}`,
    { causes },
  );
}
