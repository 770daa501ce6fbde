import { sentences, type Sentence, type SentenceCode } from '../api/status';

/** A sentence to be told. */
export const say = (code: SentenceCode, parameters: Record<string, string> = {}): Sentence => ({
  code,
  parameters,
});

/** As it is read where nobody translates it. */
export const inEnglish = ({ code, parameters }: Sentence): string =>
  sentences[code].replace(/\{\{(\w+)\}\}/g, (hole, name) => parameters[name] ?? hole);
