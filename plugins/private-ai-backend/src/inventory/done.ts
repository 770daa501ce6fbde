import {
  isUnderWay,
  type AppOverview,
  type AppRequest,
  type Operation,
  type OperationKind,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { OperationStore } from '../operations/store';
import { isRetired, standingBy, type Standing, type Standings } from '../operations/standings';

/** What the portal's own database says was last done to an application, and asked for it. */
export interface Done extends Standing {
  /** The newest, or the one before that is still to be gone on with. */
  shown?: Operation;
  /** The newest that changed it and reached its end. */
  changed?: AppOverview['changed'];
  retirement?: Operation<'retire'>;
  request?: AppRequest;
  usualSeconds?: number;
}

/** Kinds that change what it is, or whose. */
const changing = [
  ...['make', 'provision', 'deploy', 'release', 'retire', 'hand-over'],
] as readonly OperationKind[];

/** Whether an image of it came to run since it was last retired. */
export const wasReleased = ({ done }: Standing): boolean => done !== undefined && done !== 'retire';

/** What was done with an application, of the portal's own database. */
export async function doneWith(
  { entityRef, zone }: AppLocation,
  {
    store,
    standings,
  }: {
    store: Pick<OperationStore, 'newest' | 'lastRequest' | 'list'>;
    standings: Pick<Standings, 'of' | 'usualSeconds'>;
  },
): Promise<Done> {
  const [last, request, standing, [changed]] = await Promise.all([
    store.newest(entityRef),
    store.lastRequest(entityRef),
    standings.of([entityRef], standingBy),
    store.list({ entityRef, states: ['succeeded'], kinds: changing }, { limit: 1 }),
  ]);
  const { newest, done } = standing.get(entityRef) ?? {};
  // It was verified or handed over since; what stopped is gone on with all the same.
  const stopped =
    last?.state === 'succeeded' && (newest?.state === 'failed' || newest?.state === 'cancelled');
  const [shown, retirement, usualSeconds] = await Promise.all([
    stopped ? store.newest(entityRef, standingBy.newest) : last,
    isRetired({ newest }) ? store.newest(entityRef, ['retire']) : undefined,
    newest && isUnderWay(newest) ? standings.usualSeconds(newest.kind, zone.name) : undefined,
  ]);
  return {
    ...{ shown, request, newest, done, usualSeconds },
    changed: changed && changeOf(changed),
    retirement: retirement as Operation<'retire'> | undefined,
  };
}

const changeOf = ({ kind, requestedBy, endedAt, updatedAt }: Operation) => ({
  ...{ kind, by: requestedBy },
  at: endedAt ?? updatedAt,
});
