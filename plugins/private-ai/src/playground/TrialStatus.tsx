import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { VisuallyHidden } from '@backstage/ui';
import { privateAiTranslationRef } from '../translations/ref';
import { useSentence } from '../ui/useSentence';
import type { Answer } from './answers';

/** Characters of an answer that are said; the whole of it stands on the page. */
const said = 300;

/** Tells a screen reader once how each answer ended, and not each word as it comes. */
export function TrialStatus({ labels, answers }: { labels: string[]; answers: Answer[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const sentence = useSentence();
  const isAsking = answers.some(({ state }) => state === 'asking');
  const endOf = ({ state, text, sentence: why }: Answer) => {
    if (state === 'failed') return sentence(why);
    return state === 'stopped' ? t('playground.stopped') : text.slice(0, said);
  };
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {isAsking
        ? t('playground.waiting')
        : labels.map((label, index) => `${label}: ${endOf(answers[index])}`).join('\n')}
    </VisuallyHidden>
  );
}
