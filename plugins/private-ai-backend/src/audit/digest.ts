import { createHash } from 'node:crypto';

/** SHA-256, hexadecimal, of a JSON value in its canonical form: keys in order, no spaces. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest('hex');

/** The same value always reads the same, in whatever order its keys were written (as RFC 8785 has it). */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
