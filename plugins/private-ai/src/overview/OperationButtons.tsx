import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Button, Flex, Text } from '@backstage/ui';
import {
  privateAiAppDeletePermission,
  privateAiAppUpdatePermission,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from './FailureAlert';
import { isUnfinished } from './isUnfinished';

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
  const { allowed, loading } = useEntityPermission(
    operation.kind === 'retire' ? privateAiAppDeletePermission : privateAiAppUpdatePermission,
  );
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<Error>();
  const send = async (change: (id: string) => Promise<Operation>) => {
    setPending(true);
    setFailure(undefined);
    try {
      await change(operation.id);
      onChanged();
    } catch (error) {
      setFailure(error as Error);
    } finally {
      setPending(false);
    }
  };
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
      {isUnfinished(operation) ? (
        <Button
          variant="secondary"
          destructive
          isPending={pending}
          isDisabled={operation.cancelRequested}
          onPress={() => send(id => api.cancelOperation(id))}
        >
          {t('operation.cancel')}
        </Button>
      ) : (
        <Button
          variant="primary"
          isPending={pending}
          onPress={() => send(id => api.resumeOperation(id))}
        >
          {t('operation.resume')}
        </Button>
      )}
      {failure && <FailureAlert title={t('operation.failed')} error={failure} />}
    </Flex>
  );
}
