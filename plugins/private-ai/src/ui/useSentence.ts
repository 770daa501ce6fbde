import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { sentences, type Sentence } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

/** What the backend tells, in the person's language; in English where a newer backend tells what is not known here. */
export function useSentence(): (sentence: Sentence | undefined, said?: string) => string {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (sentence, said = '') => {
    if (!sentence || !Object.hasOwn(sentences, sentence.code)) return said;
    // Each code asks for parameters of its own, which came with it.
    const translate = t as unknown as (key: string, parameters: Record<string, string>) => string;
    return translate(`status.sentence.${sentence.code}`, sentence.parameters);
  };
}
