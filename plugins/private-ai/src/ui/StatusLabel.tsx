import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppState } from '@private-ai/plugin-private-ai-common';
import {
  RiArchiveLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiErrorWarningLine,
  RiEyeOffLine,
  RiLoopRightLine,
  RiMoonLine,
  RiTimeLine,
} from '@remixicon/react';
import { privateAiTranslationRef } from '../translations/ref';
import { IconLabel } from './IconLabel';

const success = 'var(--bui-fg-success)';
const info = 'var(--bui-fg-info)';
const warning = 'var(--bui-fg-warning)';
const danger = 'var(--bui-fg-danger)';
const quiet = 'var(--bui-fg-secondary)';

const looks = {
  running: [RiCheckboxCircleLine, success],
  adopted: [RiCheckboxCircleLine, success],
  starting: [RiLoopRightLine, info],
  making: [RiLoopRightLine, info],
  changing: [RiLoopRightLine, info],
  retiring: [RiLoopRightLine, info],
  waiting: [RiTimeLine, info],
  idle: [RiMoonLine, info],
  degraded: [RiErrorWarningLine, warning],
  moved: [RiErrorWarningLine, warning],
  failed: [RiCloseCircleLine, danger],
  unreachable: [RiEyeOffLine, quiet],
  absent: [RiArchiveLine, quiet],
  retired: [RiArchiveLine, quiet],
} as const satisfies Record<AppState, unknown>;

/** How an application is, as shape, colour and word. */
export function StatusLabel({ state }: { state: AppState }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return <IconLabel look={looks[state]}>{t(`status.state.${state}`)}</IconLabel>;
}
