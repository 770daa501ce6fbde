/**
 * Some properties of what is there, for a PUT: that replaces a resource, and drops what its body does not mention. What is
 * nothing or empty is left out.
 */
export function kept(
  properties: object | undefined,
  names: readonly string[],
): Record<string, unknown> {
  const found = (properties ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    names.filter(name => !isEmpty(found[name])).map(name => [name, found[name]]),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
