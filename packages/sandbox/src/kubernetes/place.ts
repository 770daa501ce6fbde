/** A place in an object: field names joined by `/`, `*` for a list's item. */
export type Place = string;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
