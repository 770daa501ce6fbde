import { useTranslationRef } from '@backstage/frontend-plugin-api';
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
import { IconLabel } from './IconLabel';

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
  return <IconLabel look={looks[health]}>{t(`health.${health}`)}</IconLabel>;
}
