/** A commit's full hash: of SHA-1, or of SHA-256. */
export const fullHash = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

export const isFullHash = (value: unknown): value is string =>
  typeof value === 'string' && fullHash.test(value);
