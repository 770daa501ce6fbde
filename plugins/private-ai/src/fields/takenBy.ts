import { stringifyEntityRef } from '@backstage/catalog-model';
import type { catalogApiRef } from '@backstage/plugin-catalog-react';

/** The entity that has the name already, as far as one may see; the backend's plan looks further. */
export async function takenBy(
  name: string,
  catalog: Pick<typeof catalogApiRef.T, 'getEntitiesByRefs'>,
): Promise<string | undefined> {
  // Asked as a question: one by its reference that is not there would be an error in the browser's console.
  const entityRefs = [stringifyEntityRef({ kind: 'component', name })];
  const { items } = await catalog.getEntitiesByRefs({ entityRefs });
  return items[0] && stringifyEntityRef(items[0]);
}
