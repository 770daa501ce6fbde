import { stringifyEntityRef, type CompoundEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';

/** What a column of the database holds. */
const longest = 255;

// The catalog's own parser takes `a:b:c/d`.
const form = /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/;

/** A reference that somebody outside wrote; undefined for what is none. The kind may be left out where there is a default. */
export function parseRef(value: unknown, defaultKind?: string): CompoundEntityRef | undefined {
  const [, kind = defaultKind, namespace = 'default', name] =
    (typeof value === 'string' && form.exec(value)) || [];
  return kind && name ? { kind, namespace, name } : undefined;
}

/**
 * The same as the catalog writes it.
 * @throws InputError for what is no entity reference, or longer than one can be kept
 */
export function readEntityRef(value: unknown, defaultKind?: string): string {
  const parsed = parseRef(value, defaultKind);
  if (!parsed) {
    throw new InputError(
      'entityRef must be an entity reference, such as component:default/weather.',
    );
  }
  const ref = stringifyEntityRef(parsed);
  if (ref.length <= longest) return ref;
  throw new InputError(
    `entityRef has ${ref.length} characters; an entity reference takes at most ${longest} here.`,
  );
}
