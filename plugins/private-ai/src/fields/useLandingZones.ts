import { useApi } from '@backstage/frontend-plugin-api';
import type { LandingZoneOffer } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer, type Answer } from '../api/useAnswer';

/** What may be asked for, by zone; `zone` is the one that the form has chosen. */
export function useLandingZones(
  chosen?: unknown,
): Answer<LandingZoneOffer[]> & { zone?: LandingZoneOffer } {
  const api = useApi(privateAiApiRef);
  const answer = useAnswer(useCallback((signal: AbortSignal) => api.landingZones(signal), [api]));
  return { ...answer, zone: answer.value?.find(({ name }) => name === chosen) };
}
