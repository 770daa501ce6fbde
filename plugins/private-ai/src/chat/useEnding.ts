import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { privateAiTranslationRef } from '../translations/ref';
import type { Turn } from './turn';

/** The sentence that says why an answer is not whole; none when it is. */
export function useEnding(): (turn: Turn) => string | undefined {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return ({ state, problem, chat }) => {
    if (state === 'running' || state === 'finished') return undefined;
    if (state === 'stopped') return t('chat.stopped');
    const error = chat.run?.error;
    // The portal's own words for a break are known in every language; the others are the agent's or the network's.
    if (error?.code === 'INTERRUPTED') return t('chat.portalRestarted');
    if (error?.code === 'STREAM_CUT') return t('chat.cut');
    return problem ?? error?.message ?? t('chat.interrupted');
  };
}
