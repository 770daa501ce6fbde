import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Processing } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

const keys = { regional: 'regional', 'data-zone': 'dataZone', global: 'global' } as const;

/** Says where Azure processes prompts, in a word and as a sentence. */
export function useProcessingText(): (
  processing: Processing,
  location?: string,
) => { short: string; long: string } {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (processing, location = '') => {
    const key = keys[processing];
    return {
      short: t(`processing.short.${key}`),
      long: key === 'global' ? t('processing.global') : t(`processing.${key}`, { location }),
    };
  };
}
