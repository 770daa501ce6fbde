import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { isUnderWay, type Operation } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './operation.module.css';

/** Milliseconds between two looks. */
const lookEvery = 5_000;

/** Why an operation does not start: operations of one app run one after another, oldest first. */
export function WaitingFor({ operation }: { operation: Operation }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const api = useApi(privateAiApiRef);
  const { entityRef, id } = operation;
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const newestFirst = await api.operations(entityRef, signal);
      const older = newestFirst.slice(newestFirst.findIndex(one => one.id === id) + 1);
      // It may wait behind one that waits itself; the one that runs is what a person can look at.
      return {
        other: older.find(({ state }) => state === 'running') ?? older.find(isUnderWay),
      };
    },
    [api, entityRef, id],
  );
  const other = useAnswer(ask, lookEvery).value?.other;
  if (!other) return null;
  return (
    <Text variant="body-small" className={styles.line}>
      {t('operation.waitsFor', {
        other: t(`operation.kind.${other.kind}`),
        state: t(`operation.state.${other.state}`),
      })}
    </Text>
  );
}
