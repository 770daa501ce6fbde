import { inEnglish, type Sentence } from '@private-ai/plugin-private-ai-common';

/** A trial that is not begun; the browser says `sentence` in its reader's language. */
export class TrialRefusal extends Error {
  override readonly name = 'TrialRefusal';
  readonly statusCode: number;
  readonly sentence: Sentence;
  /** Seconds after which asking again is worth it. */
  readonly retryAfter?: number;

  constructor(statusCode: number, sentence: Sentence, retryAfter?: number) {
    super(inEnglish(sentence));
    this.statusCode = statusCode;
    this.sentence = sentence;
    this.retryAfter = retryAfter;
  }
}
