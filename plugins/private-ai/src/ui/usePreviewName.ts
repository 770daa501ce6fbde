import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Preview } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

/** What a preview is called: its commit as people know it. */
export function usePreviewName(): (preview: Pick<Preview, 'commit' | 'told'>) => string {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return ({ commit: hash, told: { subject, author } = {} }) => {
    const commit = hash.slice(0, 12);
    if (subject && author) return t('preview.named', { commit, subject, author });
    return t('preview.unnamed', { commit });
  };
}
