import { isObject } from '../place.ts';
import { coreProblems, type SchemaProblem } from '../schema.ts';
import { invalidValue, required, unsupported, type FieldProblem } from '../status.ts';
import type { Schema } from './schema.ts';

const typeOf = (value: unknown) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

function wrongType(schema: Schema, value: unknown): string | undefined {
  const type = typeOf(value);
  if (schema.either) return ['integer', 'string'].includes(type) ? undefined : 'integer,string';
  return schema.type && schema.type !== type ? schema.type : undefined;
}

const typeInvalid = (field: string, wanted: string, value: unknown): FieldProblem => ({
  reason: 'FieldValueTypeInvalid',
  field,
  message: `Invalid value: "${typeOf(value)}": ${field} in body must be of type ${wanted}: "${typeOf(value)}"`,
});

/** The children of a value with their schemas. */
function children(schema: Schema, value: unknown): [string | number, Schema, unknown][] {
  const { items, fields = {}, values } = schema;
  if (Array.isArray(value)) {
    return items ? value.map((item, index) => [index, items, item]) : [];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]): [string, Schema, unknown][] => {
    const child = fields[name] ?? values;
    return child && inner !== undefined ? [[name, child, inner]] : [];
  });
}

const join = (field: string, step: string | number) =>
  typeof step === 'number' ? `${field}[${step}]` : field ? `${field}.${step}` : step;

/** What an API server says of a value that does not fit. */
export function problemsAt(schema: Schema, value: unknown, field: string): FieldProblem[] {
  const wanted = wrongType(schema, value);
  if (wanted) {
    return schema.either
      ? [
          typeInvalid(field, wanted, value),
          invalidValue('<nil>', '', `"${field}" must validate at least one schema (anyOf)`),
          typeInvalid(field, 'integer', value),
        ]
      : [typeInvalid(field, wanted, value)];
  }
  if (schema.core) return coreProblemsAt(schema.core, value, field);
  const missing = (schema.required ?? []).filter(
    name => isObject(value) && value[name] === undefined,
  );
  return [
    ...scalarProblems(schema, value, field),
    ...missing.map(name => required(join(field, name))),
    ...children(schema, value).flatMap(([step, child, inner]) =>
      problemsAt(child, inner, join(field, step)),
    ),
  ];
}

function scalarProblems(schema: Schema, value: unknown, field: string): FieldProblem[] {
  const { allowed, pattern, minimum, maximum, minLength, minItems } = schema;
  const says = (text: string) => [invalidValue(field, value, `${field} in body ${text}`)];
  if (allowed && !allowed.includes(String(value))) return [unsupported(field, value, allowed)];
  if (typeof value === 'string') {
    if (pattern && !new RegExp(pattern).test(value)) return says(`should match '${pattern}'`);
    if (minLength && value.length < minLength) {
      return says(`should be at least ${minLength} chars long`);
    }
  }
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) {
      return says(`should be greater than or equal to ${minimum}`);
    }
    if (maximum !== undefined && value > maximum) {
      return says(`should be less than or equal to ${maximum}`);
    }
  }
  if (Array.isArray(value) && minItems && value.length < minItems) {
    return says(`should have at least ${minItems} items`);
  }
  return [];
}

function coreProblemsAt(name: string, value: unknown, field: string): FieldProblem[] {
  return coreProblems(name, value).flatMap(({ path, keyword, type, value: given }) => {
    const at = path.reduce(
      (text, step) => join(text, /^\d+$/.test(step) ? Number(step) : step),
      field,
    );
    if (keyword === 'required') return [required(at)];
    return keyword === 'type' && type ? [typeInvalid(at, type, given)] : [];
  });
}

/** Only wrong types, for server-side apply. */
export function typeProblemsAt(
  schema: Schema,
  value: unknown,
  path: string[] = [],
): SchemaProblem[] {
  const wanted = wrongType(schema, value);
  if (wanted) return [{ path, keyword: 'type', type: wanted, value }];
  if (schema.core) {
    return coreProblems(schema.core, value)
      .filter(({ keyword }) => keyword === 'type')
      .map(problem => ({ ...problem, path: [...path, ...problem.path] }));
  }
  return children(schema, value).flatMap(([step, child, inner]) =>
    typeProblemsAt(child, inner, [...path, String(step)]),
  );
}
