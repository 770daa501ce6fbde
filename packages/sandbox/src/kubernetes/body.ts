import { parse } from 'yaml';
import { apiVersion, type Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { customTypeProblems, customUndeclared } from './custom/customKinds.ts';
import { isObject } from './place.ts';
import { dotted, isBuiltIn, schemaProblems, unknownFields, type SchemaProblem } from './schema.ts';
import { badRequest, StatusError } from './status.ts';

/** Reads a body as JSON, or as YAML where its type says so. @throws StatusError 400, 415 */
export function parseBody(text: string, contentType: string, kind: Kind): unknown {
  if (/protobuf|cbor/.test(contentType)) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml`,
      {},
    );
  }
  try {
    return /yaml/.test(contentType) ? parse(text) : JSON.parse(text);
  } catch (cause) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${(cause as Error).message}`,
    );
  }
}

/** What the request's path says about its object. */
export interface Target {
  kind: Kind;
  namespace?: string;
  name?: string;
}

/** A body as the object that the path points at. @throws StatusError 400 when it is another one */
export function objectOf(body: unknown, { kind, namespace, name }: Target): KubernetesObject {
  if (!isObject(body)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error`,
    );
  }
  const given = (isBuiltIn(kind) ? withoutNulls(body) : body) as Partial<KubernetesObject>;
  if (given.kind && given.kind !== kind.kind) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): unexpected kind ${given.kind}`,
    );
  }
  if (given.apiVersion && given.apiVersion !== apiVersion(kind)) {
    throw badRequest(
      `the API version in the data (${given.apiVersion}) does not match the expected API version (${apiVersion(kind)})`,
    );
  }
  const metadata = { ...given.metadata } as KubernetesObject['metadata'];
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (name && metadata.name && metadata.name !== name) {
    throw badRequest(
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  if (namespace) metadata.namespace = namespace;
  if (name) metadata.name = name;
  return { ...given, apiVersion: apiVersion(kind), kind: kind.kind, metadata };
}

/** Built-in kinds have no `null`: a field that is given as one is not given. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutNulls(inner)]));
}

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/**
 * A created, updated or patched object fits its Go type, or is refused; fields that it does not have are dropped.
 * @returns the object, and a warning for each field dropped
 * @throws StatusError 400
 */
export function decoded(
  kind: Kind,
  object: KubernetesObject,
  validation: FieldValidation,
): { object: KubernetesObject; warnings: string[] } {
  // what is wrong with a custom resource is said by its validation
  const [wrong] = isBuiltIn(kind) ? typeProblems(kind, object) : [];
  const unreadable = wrong && unreadableText(wrong);
  if (unreadable) {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${unreadable}`,
    );
  }
  if (wrong) {
    const type = { integer: 'int32', boolean: 'bool', array: 'slice', object: 'struct' };
    const wanted = type[wrong.type as keyof typeof type] ?? wrong.type ?? 'string';
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal ${jsonType(wrong.value)} into Go struct field ${kind.kind}.${dotted(wrong.path)} of type ${wanted}`,
    );
  }
  const unknown = undeclared(kind, object);
  const texts = unknown.map(path => `unknown field ${JSON.stringify(dotted(path))}`);
  if (unknown.length && validation === 'Strict') {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${texts.join(', ')}`,
    );
  }
  const pruned = unknown.length ? structuredClone(object) : object;
  for (const path of unknown) drop(pruned, path);
  return { object: pruned, warnings: validation === 'Warn' ? texts : [] };
}

/** An applied object fits its schema. @throws StatusError 500, as server-side apply does */
export function typed(kind: Kind, object: KubernetesObject, namespace = ''): void {
  const problems = [
    ...undeclared(kind, object)
      .filter(path => path[1] !== 'managedFields')
      .map(path => `${position(object, path)}: field not declared in schema`),
    ...typeProblems(kind, object).map(
      ({ path, type, value }) => `${position(object, path)}: ${expected(type, value)}`,
    ),
  ];
  if (problems.length === 0) return;
  const group = kind.group || '';
  throw new StatusError(
    500,
    undefined,
    `failed to create typed patch object (${namespace}/${object.metadata.name}; ${group}/${kind.version}, Kind=${kind.kind}): ${problems.length > 1 ? `errors:\n${problems.map(one => `  ${one}`).join('\n')}` : problems[0]}`,
  );
}

const undeclared = (kind: Kind, object: KubernetesObject) =>
  isBuiltIn(kind) ? unknownFields(kind, object) : customUndeclared(kind, object);

const typeProblems = (kind: Kind, object: KubernetesObject) => {
  if (!isBuiltIn(kind)) return customTypeProblems(kind, object);
  const wrong = schemaProblems(kind, object).filter(({ keyword }) =>
    ['type', 'format', 'oneOf'].includes(keyword),
  );
  // of a choice that fits none, the choice is what was wrong
  return wrong.filter(
    (one, index) => wrong.findIndex(other => dotted(other.path) === dotted(one.path)) === index,
  );
};

/** What the parser of quantities or of base64 says of a text that is none; undefined for other problems. */
function unreadableText({ path, keyword, type, value }: SchemaProblem): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (keyword === 'format') {
    const at = /[^A-Za-z0-9+/=]/.exec(value)?.index ?? value.length;
    return ['data', 'binaryData'].includes(path[0])
      ? `illegal base64 data at input byte ${at}`
      : undefined;
  }
  return type === 'number'
    ? "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    : undefined;
}

const jsonType = (value: unknown) =>
  Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;

function expected(type: string | undefined, value: unknown): string {
  if (type === 'integer' || type === 'number') {
    return `expected numeric (int or float), got ${jsonType(value)}`;
  }
  const name = { array: 'list', object: 'map' }[type ?? ''] ?? type ?? 'string';
  return `expected ${name}, got &value.valueUnstructured{Value:${JSON.stringify(value)}}`;
}

/** `.spec.containers[name="web"].image`: a list's item goes by its name where it has one. */
function position(object: unknown, path: string[]): string {
  let at: unknown = object;
  let text = '';
  for (const step of path) {
    at = (at as Record<string, unknown>)?.[step];
    const name = isObject(at) && /^\d+$/.test(step) ? at.name : undefined;
    if (typeof name === 'string') text += `[name=${JSON.stringify(name)}]`;
    else text += /^\d+$/.test(step) ? `[${step}]` : `.${step}`;
  }
  return text;
}

function drop(object: unknown, path: string[]): void {
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], object);
  if (isObject(parent)) delete parent[path.at(-1) as string];
}
