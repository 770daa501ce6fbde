import type { ModelOffer } from './landingZones';
import type { Sentence } from './status';

/** What one trial may have at most: models side by side, and characters of the question. Instructions go by `appTextLength`. */
export const trialLimits = { models: 3, question: 2000 } as const;

/** A model of a landing zone, by what tells it from its others. */
export type ModelName = Pick<ModelOffer, 'name' | 'version' | 'sku'>;

/**
 * Body of `POST /playground` (permission `private-ai.app.create` on the landing zone). Answers `text/event-stream`, each event a
 * {@link TrialEvent}, and ends with the last model's end. Nothing of it is kept; it stops when the reader leaves. Refused with 429 and
 * `retry-after` where somebody asks too much at once; refusals carry a {@link Sentence}.
 */
export interface TrialStart {
  landingZone: string;
  instructions: string;
  question: string;
  /** Each with `playground` in what the landing zone offers, none twice. */
  models: ModelName[];
}

/** What becomes of one model's answer; `model` counts as {@link TrialStart} names them. */
export type TrialEvent = { model: number } & (
  | { type: 'text'; text: string }
  | ({ type: 'end' } & TrialFigures)
  | { type: 'failed'; sentence: Sentence }
);

/** How long an answer took, as the portal measured it, and what Azure counts it as. */
export interface TrialFigures {
  /** Milliseconds to the first words; left out where there were none. */
  firstMs?: number;
  totalMs: number;
  /** Left out where the model did not tell. */
  tokens?: { input: number; output: number };
  /** It had more to say than a trial takes. */
  cut?: true;
}
