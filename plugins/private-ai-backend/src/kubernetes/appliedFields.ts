import type { KubernetesObject } from './client';

/** A set of fields as the API server writes it down (`managedFields[].fieldsV1`). */
interface Fields {
  [key: string]: Fields;
}
interface ManagedFields {
  manager?: string;
  operation?: string;
  subresource?: string;
  fieldsV1?: Fields;
}

/**
 * What a manager applied, picked out of the object as it is now: applied again with a change, the rest of it stays as it
 * was meant. Undefined where that manager never applied it. (client-go calls this "extract".)
 */
export function appliedFields(
  object: KubernetesObject,
  manager: string,
): KubernetesObject | undefined {
  const managed = (object.metadata.managedFields ?? []) as ManagedFields[];
  const own = managed.find(
    one => one.manager === manager && one.operation === 'Apply' && !one.subresource,
  );
  if (!own?.fieldsV1) return undefined;
  const picked = pick(object, own.fieldsV1) as KubernetesObject;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace } = metadata;
  return { ...picked, apiVersion, kind, metadata: { ...picked.metadata, name, namespace } };
}

function pick(value: unknown, fields: Fields): unknown {
  const keys = Object.keys(fields).filter(key => key !== '.');
  // A leaf, or a list or map that is owned as one.
  if (keys.length === 0 && !('.' in fields)) return value;
  if (Array.isArray(value)) return value.flatMap(item => pickItem(item, fields));
  const of = (value ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    keys
      .map(key => [key.slice(2), fields[key]] as const)
      .filter(([name]) => name in of)
      .map(([name, below]) => [name, pick(of[name], below)]),
  );
}

/** A list's items are named by their keys (`k:{"name":"app"}`) or, in a set, by their values (`v:"x"`). */
function pickItem(item: unknown, fields: Fields): unknown[] {
  for (const [key, below] of Object.entries(fields)) {
    if (key.startsWith('v:') && JSON.parse(key.slice(2)) === item) return [item];
    if (!key.startsWith('k:')) continue;
    const named: Record<string, unknown> = JSON.parse(key.slice(2));
    const of = item as Record<string, unknown>;
    if (Object.entries(named).every(([name, value]) => of[name] === value))
      return [{ ...named, ...(pick(item, below) as object) }];
  }
  return [];
}
