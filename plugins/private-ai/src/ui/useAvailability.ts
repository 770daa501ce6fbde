import { useApi } from '@backstage/frontend-plugin-api';
import { mayAnswer, type AppStatus } from '@private-ai/plugin-private-ai-common';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';

/** Milliseconds between two looks while the agent does not answer. */
const lookEvery = 15_000;

/**
 * Why the application's agent does not answer now, as its overview says it; undefined while it may, or where nobody can say.
 * @param entityRef - undefined: nothing is asked
 */
export function useAvailability(entityRef: string | undefined): {
  status?: AppStatus;
  look: () => void;
} {
  const api = useApi(privateAiApiRef);
  const [away, setAway] = useState(false);
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { status } = await api.overview(entityRef!, signal);
      setAway(!mayAnswer(status));
      return status;
    },
    [api, entityRef],
  );
  const { value, reload } = useAnswer(
    entityRef === undefined ? undefined : ask,
    away ? lookEvery : undefined,
  );
  return { status: value && !mayAnswer(value) ? value : undefined, look: reload };
}
