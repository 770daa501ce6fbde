import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { sentences, type Sentence } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

/** Any of the texts: each code asks for parameters of its own, which came with it. */
type Translate = (key: string, parameters: Record<string, string>) => string;

/** What the backend tells, translated; `said`, in English, where a newer backend tells what is not known here. */
export function sentenceIn(t: unknown, sentence: Sentence | undefined, said = ''): string {
  if (!sentence || !Object.hasOwn(sentences, sentence.code)) return said;
  return (t as Translate)(`status.sentence.${sentence.code}`, sentence.parameters);
}

/** {@link sentenceIn} the person's language. */
export function useSentence(): (sentence: Sentence | undefined, said?: string) => string {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (sentence, said) => sentenceIn(t, sentence, said);
}
