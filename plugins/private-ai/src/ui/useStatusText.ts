import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppStatus, Remedy } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { durationText } from './duration';
import { useSentence } from './useSentence';
import { useTime } from './useTime';

/** What only who may change the application can do. */
const forOwners: readonly Remedy[] = ['resume', 'release', 'wake', 'repair'];

/**
 * A state in words: the sentence; then what else is known of it, and what to do.
 * @param mayChange - the person may do what its owner may; left out where that is not asked
 */
export function useStatusText(): (
  status: AppStatus,
  mayChange?: boolean,
) => { sentence: string; more: string[] } {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const sentenceOf = useSentence();
  const time = useTime();
  return ({ state, sentence, since, usualSeconds, last, remedy }, mayChange = true) => {
    const isSeen = state !== 'unreachable';
    const seen = last
      ? t('status.last', { time: time(last.at), state: t(`status.state.${last.state}`) })
      : t('status.notSeen');
    const duration = usualSeconds && durationText(usualSeconds * 1000, language);
    return {
      sentence: sentenceOf(sentence),
      more: [
        ...(since ? [t('status.since', { time: time(since) })] : []),
        ...(duration ? [t('status.usual', { duration })] : []),
        ...(isSeen ? [] : [seen]),
        ...(remedy ? [t(`status.remedy.${remedy}`)] : []),
        ...(remedy && !mayChange && forOwners.includes(remedy) ? [t('status.theirs')] : []),
      ],
    };
  };
}
