import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { privateAiTranslationRef } from '../translations/ref';

const panels = {
  requests: 'requests',
  latency: 'latency',
  tokens: 'tokens',
  errors: 'errors',
  firstToken: 'firstToken',
  tools: 'tools',
  cpu: 'cpu',
  memory: 'memory',
  restarts: 'restarts',
} as const;
const series = { '': 'all', input: 'input', output: 'output', '429': 'throttled' } as const;

/** Titles of panels and labels of series; one that this version does not know is shown as it came. */
export function usePanelTexts(): {
  panelTitle: (id: string) => string;
  seriesLabel: (label: string) => string;
} {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return {
    panelTitle: id =>
      id in panels ? t(`metrics.panels.${panels[id as keyof typeof panels]}`) : id,
    seriesLabel: label =>
      label in series ? t(`metrics.series.${series[label as keyof typeof series]}`) : label,
  };
}
