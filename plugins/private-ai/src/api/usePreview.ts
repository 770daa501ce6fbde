import { useApi } from '@backstage/frontend-plugin-api';
import type { AppPreview } from '@private-ai/plugin-private-ai-common';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from './PrivateAiApi';
import { useAnswer, type Answer } from './useAnswer';

/** Milliseconds between two looks: while it comes up, and while it stands and may end by itself. */
const looks = { moving: 3_000, standing: 60_000 };

/** The preview of an application, looked at again for as long as there is one. @param entityRef - undefined: nothing is asked */
export function usePreview(entityRef: string | undefined): Answer<AppPreview> {
  const api = useApi(privateAiApiRef);
  const [state, setState] = useState<'moving' | 'standing'>();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const answer = await api.preview(entityRef!, signal);
      const { preview } = answer;
      setState(preview && (preview.state === 'coming-up' ? 'moving' : 'standing'));
      return answer;
    },
    [api, entityRef],
  );
  return useAnswer(entityRef === undefined ? undefined : ask, state && looks[state]);
}
