import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppStatus, Remedy } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { durationText } from './duration';
import { useSentence } from './useSentence';
import { useTime } from './useTime';

/** What only who may change the application can do. */
const forOwners = ['resume', 'release', 'wake', 'repair'] as const satisfies readonly Remedy[];
type OwnersRemedy = (typeof forOwners)[number];

/**
 * A state in words: the sentence; then what else is known of it, and what to do.
 * @param options - `mayChange`: the person may do what its owner may, left out where that is not asked; `here`: the buttons that
 *   are spoken of are on the same page
 */
export function useStatusText(): (
  status: AppStatus,
  options?: { mayChange?: boolean; here?: boolean },
) => { sentence: string; more: string[] } {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const sentenceOf = useSentence();
  const time = useTime();
  return (
    { state, sentence, since, usualSeconds, last, remedy },
    { mayChange = true, here = false } = {},
  ) => {
    const isMine = remedy !== undefined && (forOwners as readonly Remedy[]).includes(remedy);
    const what =
      here && isMine
        ? t(`status.here.${remedy as OwnersRemedy}`)
        : remedy && t(`status.remedy.${remedy}`);
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
        ...(what ? [what] : []),
        ...(isMine && !mayChange ? [t('status.theirs')] : []),
      ],
    };
  };
}
