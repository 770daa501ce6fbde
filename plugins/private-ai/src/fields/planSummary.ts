import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PlannedAction, PlannedResource } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

/** What is written comes first, then what stands in the way. */
const order: PlannedAction[] = ['create', 'change', 'remove', 'leave', 'blocked', 'unknown'];

/** A plan in one line: `6 to create, 1 to change, 3 as they should be`. */
export function usePlanSummary(): (rows: PlannedResource[]) => string {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return rows => {
    if (rows.every(({ action }) => action === 'leave')) return t('fields.plan.nothing');
    return order
      .map(action => ({ action, count: rows.filter(row => row.action === action).length }))
      .filter(({ count }) => count > 0)
      .map(({ action, count }) => t(`fields.plan.summary.${action}`, { count }))
      .join(', ');
  };
}
