import {
  inEnglish,
  type AppRequest,
  type PlanProblem,
  type Sentence,
} from '@private-ai/plugin-private-ai-common';

/** A sentence of what is in the way, with the field of the form that it belongs to. */
export type Problem = PlanProblem;

/** What the portal itself says of a field. */
export const problemOf = (field: keyof AppRequest, sentence: Sentence): Problem => ({
  field,
  message: inEnglish(sentence),
  sentence,
});
