import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Health } from '@private-ai/plugin-private-ai-common';
import {
  RiArrowRightCircleLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiForbidLine,
  RiLoopRightLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';

const looks = {
  healthy: [RiCheckboxCircleLine, 'var(--bui-fg-success)'],
  progressing: [RiLoopRightLine, 'var(--bui-fg-info)'],
  next: [RiArrowRightCircleLine, 'var(--bui-fg-info)'],
  waiting: [RiTimeLine, 'var(--bui-fg-secondary)'],
  unhealthy: [RiCloseCircleLine, 'var(--bui-fg-danger)'],
  missing: [RiForbidLine, 'var(--bui-fg-danger)'],
  unknown: [RiQuestionLine, 'var(--bui-fg-secondary)'],
} as const satisfies Record<Health, unknown>;

/** Health as shape, colour and word. */
export function HealthLabel({ health }: { health: Health }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [Icon, color] = looks[health];
  return (
    <Flex gap="1" align="center" style={{ whiteSpace: 'nowrap' }}>
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text as="span" variant="body-medium">
        {t(`health.${health}`)}
      </Text>
    </Flex>
  );
}
