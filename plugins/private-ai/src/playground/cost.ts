import type { ModelOffer, TrialFigures } from '@private-ai/plugin-private-ai-common';

/** What so many questions like this one cost by the landing zone's list, which is per million tokens; undefined where it is not known. */
export function costOf(
  tokens: TrialFigures['tokens'],
  price: ModelOffer['price'],
  questions: number,
): number | undefined {
  if (!tokens || !price) return undefined;
  return ((tokens.input * price.input + tokens.output * price.output) / 1e6) * questions;
}
