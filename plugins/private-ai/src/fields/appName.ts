import { stringifyEntityRef } from '@backstage/catalog-model';
import type { catalogApiRef } from '@backstage/plugin-catalog-react';

/** The rule of an application's name: a DNS label that fits into every name that is made of it. */
const rule = /^[a-z][a-z0-9-]{1,22}[a-z0-9]$/;

/** Whether a name follows the rule. */
export function isAppName(name: string): boolean {
  return rule.test(name);
}

/** The entity that has the name already, as far as one may see; the backend's plan looks further. */
export async function takenBy(
  name: string,
  catalog: Pick<typeof catalogApiRef.T, 'getEntityByRef'>,
): Promise<string | undefined> {
  const entity = await catalog.getEntityByRef({ kind: 'component', namespace: 'default', name });
  return entity && stringifyEntityRef(entity);
}
