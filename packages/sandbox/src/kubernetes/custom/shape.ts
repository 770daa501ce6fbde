import { isObject, type Place } from '../place.ts';
import { coreUnknown } from '../schema.ts';
import type { Schema } from './schema.ts';

const childOf = (schema: Schema | undefined, step: string): Schema | undefined =>
  step === '*' ? schema?.items : (schema?.fields?.[step] ?? schema?.values);

/** The schema at a place; undefined where nothing is declared. */
export const schemaAt = (schema: Schema, place: Place): Schema | undefined =>
  place.split('/').reduce<Schema | undefined>(childOf, schema);

/** Whether a field is one that its struct declares, rather than a key of a map. */
export function isDeclared(schema: Schema, place: Place): boolean {
  const steps = place.split('/');
  const last = steps.pop() ?? '';
  const parent = steps.length ? schemaAt(schema, steps.join('/')) : schema;
  return (
    parent?.core !== undefined || insideCore(schema, steps) || parent?.fields?.[last] !== undefined
  );
}

function insideCore(schema: Schema, steps: string[]): boolean {
  let at: Schema | undefined = schema;
  for (const step of steps) {
    at = childOf(at, step);
    if (at?.core) return true;
  }
  return false;
}

/** Paths of the fields that are not declared. */
export function undeclaredAt(schema: Schema, value: unknown, path: string[] = []): string[][] {
  if (schema.core) return coreUnknown(schema.core, value).map(inner => [...path, ...inner]);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items
      ? value.flatMap((item, index) => undeclaredAt(items, item, [...path, String(index)]))
      : [];
  }
  if (!isObject(value) || schema.type !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const child = childOf(schema, name);
    if (child) return undeclaredAt(child, inner, [...path, name]);
    return schema.open ? [] : [[...path, name]];
  });
}

/** The value with what its schema fills in. */
export function defaultsAt(schema: Schema, value: unknown): unknown {
  const { items, fields = {}, values } = schema;
  if (Array.isArray(value)) return items ? value.map(item => defaultsAt(items, item)) : value;
  if (!isObject(value)) return value;
  const filled = Object.entries(fields)
    .filter(([name, field]) => value[name] === undefined && field.default !== undefined)
    .map(([name, field]) => [name, defaultsAt(field, structuredClone(field.default))]);
  const given = Object.entries(value).map(([name, inner]) => {
    const child = fields[name] ?? values;
    return [name, child ? defaultsAt(child, inner) : inner];
  });
  return Object.fromEntries([...given, ...filled]);
}
