import type {
  AppRequest,
  LandingZoneOffer,
  ModelOffer,
} from '@private-ai/plugin-private-ai-common';

type Choice = Pick<AppRequest['model'], 'name' | 'version' | 'sku'>;

/** One name for an offer: the same model may be offered with several SKUs. */
export function offerId({ name, version, sku }: Choice): string {
  return `${name}/${version}/${sku}`;
}

/** The zone's offer that a choice means, if it has one. */
export function offerOf(
  zone: LandingZoneOffer | undefined,
  choice: Choice | undefined,
): ModelOffer | undefined {
  return choice && zone?.models.find(offer => offerId(offer) === offerId(choice));
}

/** What the form takes of an offer that is chosen. */
export const choiceOf = ({
  name,
  version,
  sku,
  defaultCapacity,
}: ModelOffer): AppRequest['model'] => ({ name, version, sku, capacity: defaultCapacity });

/** Whether a capacity, in thousands of tokens a minute, is one that an offer takes. */
export function isCapacity(capacity: number, { maxCapacity }: ModelOffer): boolean {
  return Number.isInteger(capacity) && capacity >= 1 && capacity <= maxCapacity;
}
