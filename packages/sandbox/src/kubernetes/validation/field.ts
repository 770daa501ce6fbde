import type { NameRule } from '../names.ts';
import { invalidValue, unsupported, type FieldProblem } from '../status.ts';

export type Fields = Record<string, unknown>;

/** A name as its rule wants it. */
export const named = (field: string, name: unknown, rule: NameRule): FieldProblem[] =>
  rule(String(name ?? '')).map(text => invalidValue(field, name ?? '', text));

/** A value that is one of those allowed, where there is one. */
export const oneOf = (field: string, value: unknown, allowed: string[]): FieldProblem[] =>
  value === undefined || allowed.includes(String(value))
    ? []
    : [unsupported(field, value, allowed)];

export const notNegative = (field: string, value: unknown): FieldProblem[] =>
  typeof value === 'number' && value < 0
    ? [invalidValue(field, value, 'must be greater than or equal to 0')]
    : [];

export const portNumber = (field: string, value: unknown): FieldProblem[] =>
  typeof value === 'number' && (value < 1 || value > 65535)
    ? [invalidValue(field, value, 'must be between 1 and 65535, inclusive')]
    : [];

/** Problems of a list's items. */
export const each = <T>(list: unknown, problems: (item: T, index: number) => FieldProblem[]) =>
  Array.isArray(list) ? (list as T[]).flatMap(problems) : [];

/** A number or a percentage of no more than 100. */
export function numberOrPercentage(field: string, value: unknown): FieldProblem[] {
  if (typeof value !== 'string') return notNegative(field, value);
  if (!/^\d+%$/.test(value)) {
    const text =
      "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";
    return [invalidValue(field, value, text)];
  }
  return [];
}

/** @see numberOrPercentage */
export const notMoreThanAll = (field: string, value: unknown): FieldProblem[] =>
  typeof value === 'string' && Number(/^(\d+)%$/.exec(value)?.[1] ?? 0) > 100
    ? [invalidValue(field, value, 'must not be greater than 100%')]
    : [];
