import { useTranslationRef } from '@backstage/frontend-plugin-api';
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
import { IconLabel } from '../ui/IconLabel';

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
  return <IconLabel look={looks[action]}>{t(`fields.plan.actions.${action}`)}</IconLabel>;
}
