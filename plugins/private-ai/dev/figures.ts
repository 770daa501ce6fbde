import type {
  AppMetrics,
  MetricPanel,
  MetricRange,
  MetricSeries,
} from '@private-ai/plugin-private-ai-common';

const ranges: Record<MetricRange, { seconds: number; step: number }> = {
  '15m': { seconds: 900, step: 15 },
  '1h': { seconds: 3600, step: 60 },
  '6h': { seconds: 21_600, step: 300 },
  '24h': { seconds: 86_400, step: 900 },
};

/** Curves of every unit that go up and down, one panel that could not be read, and one in which nothing was measured. */
export function figures(range: MetricRange): AppMetrics {
  const { seconds, step } = ranges[range];
  const end = Math.floor(Date.now() / 1000);
  const start = end - seconds;
  const wave = (label: string, height: number, phase = 0): MetricSeries => ({
    label,
    points: Array.from({ length: seconds / step }, (_, index) => [
      start + (index + 1) * step,
      height * (1.2 + Math.sin(index / 6 + phase)),
    ]),
  });
  const panels: MetricPanel[] = [
    { id: 'requests', unit: 'requests', total: 1284, series: [wave('', 12)] },
    { id: 'latency', unit: 'seconds', total: 3.4, series: [wave('p50', 1), wave('p95', 2.4, 1)] },
    {
      id: 'firstToken',
      unit: 'seconds',
      total: 0.62,
      series: [wave('p50', 0.3), wave('p95', 0.5)],
    },
    {
      id: 'tokens',
      unit: 'tokens',
      total: 91_200,
      series: [wave('input', 900), wave('output', 300, 2)],
    },
    { id: 'errors', unit: 'percent', series: [], error: 'Prometheus did not answer within 10 s.' },
    { id: 'a-panel-of-tomorrow', unit: 'count', series: [] },
  ];
  return { range, start, end, step, panels, grafanaUrl: 'https://grafana.example/d/private-ai' };
}
