import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from '../translations/en';
import { privateAiTranslationRef } from '../translations/ref';

const { panels } = messages.metrics;
const hasTitle = (id: string): id is keyof typeof panels => Object.hasOwn(panels, id);

const series = { '': 'all', input: 'input', output: 'output', '429': 'throttled' } as const;
const hasLabel = (label: string): label is keyof typeof series => Object.hasOwn(series, label);

/** Titles of panels and labels of series; one that this version does not know is shown as it came. */
export function usePanelTexts(): {
  panelTitle: (id: string) => string;
  seriesLabel: (label: string) => string;
} {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return {
    panelTitle: id => (hasTitle(id) ? t(`metrics.panels.${id}`) : id),
    seriesLabel: label => (hasLabel(label) ? t(`metrics.series.${series[label]}`) : label),
  };
}
