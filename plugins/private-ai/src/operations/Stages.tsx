import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import {
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';
import { Elapsed } from './Elapsed';
import styles from './operation.module.css';
import { shownStages, type StageState } from './stages';

const looks = {
  done: [RiCheckboxCircleLine, 'var(--bui-fg-success)'],
  running: [RiTimeLine, 'var(--bui-fg-info)'],
  stopped: [RiCloseCircleLine, 'var(--bui-fg-danger)'],
  next: [RiCheckboxBlankCircleLine, 'var(--bui-fg-secondary)'],
} as const satisfies Record<StageState, unknown>;

/** What an operation comes through: where it is, how long each part took, what is still to come. */
export function Stages({ operation }: { operation: Operation }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const stages = shownStages(operation);
  if (stages.length === 0) return null;
  return (
    <ol className={styles.stages} aria-label={t('operation.stages')}>
      {stages.map(({ name, state, startedAt, endedAt }) => {
        const [Icon, color] = looks[state];
        return (
          <li key={name} aria-current={state === 'running' ? 'step' : undefined}>
            <Flex gap="1" align="center">
              <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0 }} />
              <Text
                as="span"
                variant="body-small"
                color={state === 'next' ? 'secondary' : 'primary'}
              >
                {t(`operation.stage.${name}`)}
                <VisuallyHidden>: {t(`operation.stageState.${state}`)}</VisuallyHidden>
              </Text>
              {startedAt !== undefined && <Elapsed startedAt={startedAt} endedAt={endedAt} />}
            </Flex>
          </li>
        );
      })}
    </ol>
  );
}
