import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { approvalErrors, runErrors } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { cut, shown } from './shown';
import type { Turn } from './turn';

/** The sentence that says why an answer is not whole; none when it is. */
export function useEnding(): (turn: Turn) => string | undefined {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return ({ state, problem, chat }) => {
    if (state === 'running' || state === 'finished') return undefined;
    if (state === 'stopped') return t('chat.stopped');
    if (state === 'waiting') return t('chat.approval.abandoned');
    const error = chat.run?.error;
    // The portal's own words for a break are known in every language; the others are the agent's or the network's.
    switch (error?.code) {
      case runErrors.interrupted:
        return t('chat.portalRestarted');
      case runErrors.cut:
        return t('chat.cut');
      case runErrors.down:
        return t('chat.down');
      case approvalErrors.notFound:
        return t('chat.approval.gone');
      case approvalErrors.required:
        return t('chat.approval.lost');
      default:
        return cut(problem ?? error?.message ?? t('chat.interrupted'), shown.sentence);
    }
  };
}
