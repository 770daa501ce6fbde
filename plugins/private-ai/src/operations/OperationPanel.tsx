import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { isUnderWay, type Operation } from '@private-ai/plugin-private-ai-common';
import { RiCloseCircleLine, RiForbidLine, RiTimeLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { Person } from '../ui/Person';
import { Elapsed } from './Elapsed';
import styles from './operation.module.css';
import { OperationButtons } from './OperationButtons';
import { OperationLog } from './OperationLog';
import { Stages } from './Stages';
import { useOperationLog } from './useOperationLog';
import { WaitingFor } from './WaitingFor';

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
  children,
}: {
  operation: Operation;
  onChanged: () => void;
  /** What else can be done about it. */
  children?: ReactNode;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const lines = useOperationLog(operation, onChanged);
  const Icon = icons[operation.state];
  const { state, startedAt, endedAt, updatedAt } = operation;
  const began = startedAt && state !== 'queued' ? Date.parse(startedAt) : undefined;
  const ended = state === 'running' ? undefined : Date.parse(endedAt ?? updatedAt);
  return (
    <section className={styles.operation} aria-label={t(`operation.kind.${operation.kind}`)}>
      <Flex direction="column" gap="2">
        <Flex gap="2" align="center" justify="between" style={{ flexWrap: 'wrap' }}>
          <Flex gap="2" align="center" style={{ flexWrap: 'wrap' }}>
            <Flex gap="1" align="center">
              <Icon size={16} aria-hidden />
              <Text as="h3" variant="body-medium" weight="bold">
                {t(`operation.kind.${operation.kind}`)}: {t(`operation.state.${operation.state}`)}
              </Text>
            </Flex>
            {began !== undefined && <Elapsed startedAt={began} endedAt={ended} />}
            <Text variant="body-small" color="secondary">
              {t('operation.askedBy')} <Person who={operation.requestedBy} />
            </Text>
          </Flex>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {children}
            <OperationButtons operation={operation} onChanged={onChanged} />
          </Flex>
        </Flex>
        <Stages operation={operation} />
        {operation.state === 'queued' && <WaitingFor operation={operation} />}
        {operation.cancelRequested && isUnderWay(operation) && (
          <Text variant="body-small">{t('operation.stopping')}</Text>
        )}
        {operation.error && (
          <div role="alert">
            <Text variant="body-small" color="danger" className={styles.error}>
              {operation.error.message}
            </Text>
          </div>
        )}
        <OperationLog lines={lines} said={operation.error?.message} />
      </Flex>
    </section>
  );
}
