import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, Text } from '@backstage/ui';
import {
  isUnderWay,
  privateAiAppDeletePermission,
  privateAiAppUpdatePermission,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { useSending } from '../ui/useSending';

/** Cancel while an operation is unfinished, Resume after it failed or was cancelled; for those who may. */
export function OperationButtons({
  operation,
  onChanged,
}: {
  operation: Operation;
  onChanged: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { allowed, loading } = usePermission({
    permission:
      operation.kind === 'retire' ? privateAiAppDeletePermission : privateAiAppUpdatePermission,
    resourceRef: operation.entityRef,
  });
  const { pending, failure, send } = useSending();
  if (loading || operation.state === 'succeeded') return null;
  if (!allowed) {
    return (
      <Text variant="body-small" color="secondary">
        {t('operation.notAllowed')}
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="2" align="end">
      {isUnderWay(operation) ? (
        <Button
          variant="secondary"
          destructive
          isPending={pending}
          isDisabled={operation.cancelRequested}
          onPress={() => send(() => api.cancelOperation(operation.id), onChanged)}
        >
          {t('operation.cancel')}
        </Button>
      ) : (
        <Button
          variant="primary"
          isPending={pending}
          onPress={() => send(() => api.resumeOperation(operation.id), onChanged)}
        >
          {t('operation.resume')}
        </Button>
      )}
      {failure && <FailureAlert title={t('operation.failed')} error={failure} />}
    </Flex>
  );
}
