import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MetricUnit } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { clock, figure } from './figures';

/** Figures and moments in the language that is chosen. */
export function useFigures(): {
  figure: (value: number, unit: MetricUnit) => string;
  clock: (unixSeconds: number) => string;
} {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const texts = {
    perSecond: (text: string) => t('metrics.units.perSecond', { figure: text }),
    cores: (text: string) => t('metrics.units.cores', { figure: text }),
  };
  return {
    figure: (value, unit) => figure(value, unit, language, texts),
    clock: unixSeconds => clock(unixSeconds, language),
  };
}
