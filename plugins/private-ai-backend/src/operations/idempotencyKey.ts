import { InputError } from '@backstage/errors';

/** The header `idempotency-key` of a start. @throws InputError where the database could not keep it */
export function readKey(header: string | undefined): string | undefined {
  if (header === undefined || (header.length > 0 && header.length <= 255)) return header;
  throw new InputError('The header idempotency-key takes 1 to 255 characters.');
}
