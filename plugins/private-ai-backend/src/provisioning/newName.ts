import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { say, type NameAnswer } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { OperationRules } from '../operations/rules';
import { isRetired, standingBy } from '../operations/standings';
import type { OperationStore } from '../operations/store';

/** Whether a new application may be called so, one answer for the name's own question and for the plan. */
export type NewName = (
  credentials: BackstageCredentials,
  entityRef: string,
  zone: LandingZone,
) => Promise<NameAnswer>;

/**
 * What the asker may not see takes a name, too, and is told no other than what they may see. An application that was retired is
 * no obstacle to who may change it: it is made again under the entity that the catalog has still.
 */
export function newNameIn(deps: {
  rules: Pick<OperationRules, 'mayStart'>;
  store: Pick<OperationStore, 'newest'>;
  /** With the plugin's own eyes. */
  entityOf(entityRef: string): Promise<Entity | undefined>;
}): NewName {
  const { rules, store, entityOf } = deps;

  async function mayStart(...[credentials, entityRef, zone]: Parameters<NewName>) {
    try {
      await rules.mayStart(credentials, { kind: 'make', entityRef, landingZone: zone.name });
      return true;
    } catch (error) {
      if (error instanceof NotAllowedError || error instanceof ConflictError) return false;
      throw error;
    }
  }

  return async (credentials, entityRef, zone) => {
    const taken: NameAnswer = { verdict: 'refused', sentence: say('name-taken', { entityRef }) };
    if (!(await mayStart(credentials, entityRef, zone))) return taken;
    if (!(await entityOf(entityRef))) return { verdict: 'free' };
    const newest = await store.newest(entityRef, standingBy.newest);
    return isRetired({ newest }) ? { verdict: 'again' } : taken;
  };
}
