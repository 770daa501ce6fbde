import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { MetricPanel } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './metrics.module.css';
import { useFigures } from './useFigures';
import { usePanelTexts } from './usePanelTexts';

/** The curve's figures, for who cannot see it and for who wants them exactly; newest first. */
export function MetricTable({ panel }: { panel: MetricPanel }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { figure, clock } = useFigures();
  const { seriesLabel } = usePanelTexts();
  const columns = panel.series.map(({ points }) => new Map(points));
  const times = [...new Set(columns.flatMap(column => [...column.keys()]))].sort((a, b) => b - a);
  return (
    <details className={styles.details}>
      <summary>{t('metrics.table')}</summary>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('metrics.time')}</th>
              {panel.series.map(({ label }) => (
                <th scope="col" key={label}>
                  {panel.series.length > 1 ? seriesLabel(label) : t('metrics.value')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map(time => (
              <tr key={time}>
                <th scope="row">{clock(time)}</th>
                {columns.map((column, index) => {
                  const value = column.get(time);
                  return (
                    <td key={panel.series[index].label}>
                      {value === undefined ? '–' : figure(value, panel.unit)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
