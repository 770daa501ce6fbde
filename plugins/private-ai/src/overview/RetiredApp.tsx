import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Alert, Button, Flex } from '@backstage/ui';
import { privateAiAppDeletePermission, type Operation } from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { StatusLabel } from '../ui/StatusLabel';
import { useSending } from '../ui/useSending';
import { Staying } from './RetirementList';

/** Says that the app is gone and what it left, and takes its entity out of the catalog for who may. */
export function RetiredApp({
  operation,
  onGone,
}: {
  operation: Operation<'retire'>;
  /** It is out of the catalog. */
  onGone: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const mayRetire = useEntityPermission(privateAiAppDeletePermission).allowed;
  const { pending, failure, send } = useSending();
  const ended = new Date(operation.endedAt ?? operation.updatedAt);
  const date = ended.toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' });
  const done = t('retire.done', { date });
  return (
    <Flex direction="column" gap="4">
      <StatusLabel state="retired" />
      <Alert
        status="info"
        icon
        title={t('retire.doneTitle')}
        description={mayRetire ? done : `${done} ${t('retire.whoMay')}`}
      />
      {mayRetire && (
        <Flex>
          <Button
            variant="secondary"
            isPending={pending}
            onPress={() => send(() => api.unregister(operation.entityRef), onGone)}
          >
            {t('retire.takeOut')}
          </Button>
        </Flex>
      )}
      {failure && <FailureAlert title={t('retire.takeOutFailed')} error={failure} />}
      <Staying stays={operation.outputs?.stays ?? []} />
    </Flex>
  );
}
