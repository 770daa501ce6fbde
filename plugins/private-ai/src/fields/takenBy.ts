import { stringifyEntityRef } from '@backstage/catalog-model';
import type { catalogApiRef } from '@backstage/plugin-catalog-react';

/** The entity that has the name already, as far as one may see; the backend's plan looks further. */
export async function takenBy(
  name: string,
  catalog: Pick<typeof catalogApiRef.T, 'getEntityByRef'>,
): Promise<string | undefined> {
  const entity = await catalog.getEntityByRef({ kind: 'component', namespace: 'default', name });
  return entity && stringifyEntityRef(entity);
}
