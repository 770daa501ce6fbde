import { useApi } from '@backstage/frontend-plugin-api';
import type { AppOverview, Operation } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';

/**
 * Whether the last thing that was done to an app is its retirement. Not asked while all is well or something goes on or
 * did not reach its end; what was cancelled before it began did nothing and does not count.
 */
export function useRetirement({ entityRef, health, operation }: AppOverview): {
  retired?: Operation<'retire'>;
  loading: boolean;
} {
  const api = useApi(privateAiApiRef);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const newestFirst = await api.operations(entityRef, signal);
      const newest = newestFirst.find(one => !neverBegan(one));
      return newest?.kind === 'retire' && newest.state === 'succeeded'
        ? (newest as Operation<'retire'>)
        : undefined;
    },
    [api, entityRef],
  );
  const { value, loading } = useAnswer(
    health === 'healthy' || (operation && !neverBegan(operation)) ? undefined : ask,
  );
  return { retired: value, loading };
}

function neverBegan({ state, startedAt }: Operation): boolean {
  return state === 'cancelled' && startedAt === undefined;
}
