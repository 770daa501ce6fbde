import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** What a column of the database holds. */
const longestRef = 255;

/** @throws InputError for what is no entity reference, or longer than one can be kept */
export function readEntityRef(value: unknown): string {
  let ref: string;
  try {
    ref = stringifyEntityRef(parseEntityRef(String(value)));
  } catch {
    throw new InputError(
      'entityRef must be an entity reference, such as component:default/weather.',
    );
  }
  if (ref.length <= longestRef) return ref;
  throw new InputError(
    `entityRef has ${ref.length} characters; an entity reference takes at most ${longestRef} here.`,
  );
}
