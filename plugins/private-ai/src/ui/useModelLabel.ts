import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { useProcessingText } from './processing';

/** A model as a person chooses it: what it is called, which version, and where it processes prompts. */
export function useModelLabel(): (
  offer: Pick<ModelOffer, 'name' | 'version' | 'processing'>,
) => string {
  const processing = useProcessingText();
  return offer => `${offer.name} (${offer.version}) · ${processing(offer.processing).short}`;
}
