import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppFigures } from '@private-ai/plugin-private-ai-common';
import { useFigures } from '../metrics/useFigures';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './home.module.css';
import { money } from './money';

/** What an application was asked and cost lately. What nobody knows is said to be unknown, and a cost only where there is one. */
export function Figures({ figures: { runs, errors, cost } }: { figures: AppFigures }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const { figure } = useFigures();
  const counted = (value: number | undefined) =>
    value === undefined ? t('home.figures.unknown') : figure(value, 'requests');
  return (
    <dl className={styles.figures}>
      <div>
        <dt>{t('home.figures.runs')}</dt>
        <dd>{counted(runs)}</dd>
      </div>
      <div>
        <dt>{t('home.figures.errors')}</dt>
        <dd>{counted(errors)}</dd>
      </div>
      {cost && (
        <div>
          <dt>{t('home.figures.cost')}</dt>
          <dd>{money(cost, language)}</dd>
        </div>
      )}
    </dl>
  );
}
