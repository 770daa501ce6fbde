import { ResponseError } from '@backstage/errors';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Sentence } from '@private-ai/plugin-private-ai-common';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { useSentence } from '../ui/useSentence';

/** Why nobody was asked, in the reader's language where the portal says it itself. */
export function useRefusal(): (error: Error) => Error {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const sentence = useSentence();
  return error => {
    if (!ResponseError.is(error)) return new Error(t('playground.unreachable'));
    const { sentence: refusal } = error.cause as { sentence?: Sentence };
    return new Error(sentence(refusal, sentenceOf(error)));
  };
}
