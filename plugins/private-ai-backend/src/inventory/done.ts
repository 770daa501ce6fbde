import { isUnderWay, type AppRequest, type Operation } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { OperationStore } from '../operations/store';
import { isRetired, standingBy, type Standing, type Standings } from '../operations/standings';

/** What the portal's own database says was last done to an application, and asked for it. */
export interface Done extends Standing {
  /** Of all kinds. */
  shown?: Operation;
  retirement?: Operation<'retire'>;
  request?: AppRequest;
  usualSeconds?: number;
}

/** Whether an image of it came to run since it was last retired. */
export const wasReleased = ({ done }: Standing): boolean => done !== undefined && done !== 'retire';

/** What was done with an application, of the portal's own database. */
export async function doneWith(
  { entityRef, zone }: AppLocation,
  {
    store,
    standings,
  }: {
    store: Pick<OperationStore, 'newest' | 'lastRequest'>;
    standings: Pick<Standings, 'of' | 'usualSeconds'>;
  },
): Promise<Done> {
  const [shown, request, standing] = await Promise.all([
    store.newest(entityRef),
    store.lastRequest(entityRef),
    standings.of([entityRef], standingBy),
  ]);
  const { newest, done } = standing.get(entityRef) ?? {};
  const [retirement, usualSeconds] = await Promise.all([
    isRetired({ newest }) ? store.newest(entityRef, ['retire']) : undefined,
    newest && isUnderWay(newest) ? standings.usualSeconds(newest.kind, zone.name) : undefined,
  ]);
  return {
    ...{ shown, request, newest, done, usualSeconds },
    retirement: retirement as Operation<'retire'> | undefined,
  };
}
