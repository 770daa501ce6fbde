import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { PlannedAction } from '@private-ai/plugin-private-ai-common';
import {
  RiAddCircleLine,
  RiCheckLine,
  RiDeleteBinLine,
  RiForbidLine,
  RiPencilLine,
  RiQuestionLine,
} from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';

const looks = {
  create: [RiAddCircleLine, 'var(--bui-fg-success)'],
  change: [RiPencilLine, 'var(--bui-fg-info)'],
  leave: [RiCheckLine, 'var(--bui-fg-secondary)'],
  remove: [RiDeleteBinLine, 'var(--bui-fg-danger)'],
  blocked: [RiForbidLine, 'var(--bui-fg-danger)'],
  unknown: [RiQuestionLine, 'var(--bui-fg-warning)'],
} as const satisfies Record<PlannedAction, unknown>;

/** What would happen with a resource, as shape, colour and word. */
export function PlannedActionLabel({ action }: { action: PlannedAction }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [Icon, color] = looks[action];
  return (
    <Flex gap="1" align="center">
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text as="span" variant="body-medium">
        {t(`fields.plan.actions.${action}`)}
      </Text>
    </Flex>
  );
}
