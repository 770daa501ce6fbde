import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import { privateAiAppUpdatePermission, type Operation } from '@private-ai/plugin-private-ai-common';
import { RiCloseCircleLine, RiForbidLine, RiTimeLine } from '@remixicon/react';
import { useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './overview.module.css';
import { useOperationLog } from './useOperationLog';

/** Whether an operation still goes on or waits to. */
export function isUnfinished({ state }: Operation): boolean {
  return state === 'queued' || state === 'running';
}

const icons = {
  queued: RiTimeLine,
  running: RiTimeLine,
  succeeded: RiTimeLine,
  failed: RiCloseCircleLine,
  cancelled: RiForbidLine,
};

/** An operation that is under way or did not reach its end: what it is doing, why it stopped, Resume and Cancel. */
export function OperationPanel({
  operation,
  onChanged,
}: {
  operation: Operation;
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const line = useOperationLog(operation, onChanged);
  const Icon = icons[operation.state];
  return (
    <section className={styles.operation} aria-label={t(`operation.kind.${operation.kind}`)}>
      <Flex direction="column" gap="2">
        <Flex gap="2" align="center" justify="between" style={{ flexWrap: 'wrap' }}>
          <Flex gap="1" align="center">
            <Icon size={16} aria-hidden />
            <Text as="h3" variant="body-medium" weight="bold">
              {t(`operation.kind.${operation.kind}`)}: {t(`operation.state.${operation.state}`)}
            </Text>
          </Flex>
          <OperationButtons operation={operation} onChanged={onChanged} />
        </Flex>
        {operation.cancelRequested && isUnfinished(operation) && (
          <Text variant="body-small">{t('operation.stopping')}</Text>
        )}
        {operation.error && (
          <Text variant="body-small" color="danger" className={styles.line}>
            {operation.error.message}
          </Text>
        )}
        {line && (
          <div role="status" aria-label={t('operation.latest')}>
            <Text variant="body-small" color="secondary" className={styles.line}>
              <time dateTime={line.time}>{new Date(line.time).toLocaleTimeString(language)}</time>{' '}
              {line.message}
            </Text>
          </div>
        )}
      </Flex>
    </section>
  );
}

function OperationButtons({
  operation,
  onChanged,
}: {
  operation: Operation;
  onChanged: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { allowed, loading } = useEntityPermission(privateAiAppUpdatePermission);
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
      {failure && (
        <div role="alert">
          <Alert
            status="danger"
            icon
            title={t('operation.failed')}
            description={sentenceOf(failure)}
          />
        </div>
      )}
    </Flex>
  );
}
