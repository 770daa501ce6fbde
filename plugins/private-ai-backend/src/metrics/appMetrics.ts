import type {
  AppMetrics,
  MetricPanel,
  MetricRange,
  MetricSeries,
} from '@private-ai/plugin-private-ai-common';
import { panelsFor, type PanelQueries } from './panels';
import type { Prometheus } from './prometheus';
import type { Selection } from './promql';

/** Seconds of each range, and between two of its points. */
const ranges: Readonly<Record<MetricRange, { seconds: number; step: number }>> = {
  '15m': { seconds: 900, step: 15 },
  '1h': { seconds: 3600, step: 60 },
  '6h': { seconds: 21_600, step: 300 },
  '24h': { seconds: 86_400, step: 900 },
};

/**
 * Every panel of an app; a panel that cannot be read says so itself.
 * @param now - unix seconds
 * @throws ServiceUnavailableError of {@link Prometheus} when none can be read, for one and the same reason
 */
export async function appMetrics(
  of: Selection,
  range: MetricRange,
  prometheus: Prometheus,
  now: number,
): Promise<Omit<AppMetrics, 'grafanaUrl'>> {
  const { seconds, step } = ranges[range];
  const end = Math.floor(now);
  const window = { start: end - seconds, end, step };
  const failures = new Map<string, Error>();
  const panels = await Promise.all(
    panelsFor(of, seconds, step).map(panel => readPanel(panel, prometheus, window, failures)),
  );
  const [error, ...others] = new Set(panels.map(panel => panel.error));
  if (error && others.length === 0) throw failures.get(error);
  return { range, ...window, panels };
}

async function readPanel(
  panel: PanelQueries,
  prometheus: Prometheus,
  window: { start: number; end: number; step: number },
  failures: Map<string, Error>,
): Promise<MetricPanel> {
  const { id, unit } = panel;
  // Each point tells of the step before it: the first lies one step into the range.
  const points = { ...window, start: window.start + window.step };
  try {
    const [totals, ...answers] = await Promise.all([
      panel.total ? prometheus.instant(panel.total, window.end) : [],
      ...panel.series.map(({ query }) => prometheus.range(query, points)),
    ]);
    const series = answers.flatMap((found, index) => {
      const { label } = panel.series[index];
      return found.map(({ labels, points }): MetricSeries => ({
        label: 'text' in label ? label.text : (labels[label.by] ?? ''),
        points,
      }));
    });
    return {
      id,
      unit,
      total: totals[0]?.points[0]?.[1],
      series: series.filter(({ points }) => points.length > 0),
    };
  } catch (error) {
    const { message } = error as Error;
    failures.set(message, error as Error);
    return { id, unit, series: [], error: message };
  }
}
