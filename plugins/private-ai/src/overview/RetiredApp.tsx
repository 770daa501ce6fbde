import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex } from '@backstage/ui';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { Staying } from './RetirementList';

/** Says that the app is gone, what it left, and how to take its entity out of the catalog. */
export function RetiredApp({ operation }: { operation: Operation<'retire'> }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const ended = new Date(operation.endedAt ?? operation.updatedAt);
  const date = ended.toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <Flex direction="column" gap="4">
      <Alert
        status="info"
        icon
        title={t('retire.doneTitle')}
        description={t('retire.done', { date })}
      />
      <Staying stays={operation.outputs?.stays ?? []} />
    </Flex>
  );
}
