import { useApi } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer, type Answer } from '../api/useAnswer';
import type { AppReleases } from '@private-ai/plugin-private-ai-common';

/** What runs, what ran and what was tried. @param entityRef - undefined: nothing is asked */
export function useReleases(entityRef: string | undefined): Answer<AppReleases> {
  const api = useApi(privateAiApiRef);
  const ask = useCallback(
    (signal: AbortSignal) => api.releases(entityRef!, signal),
    [api, entityRef],
  );
  return useAnswer(entityRef === undefined ? undefined : ask);
}
