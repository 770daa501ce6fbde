/** How far back one may look, the shortest first. */
export const metricRanges = ['15m', '1h', '6h', '24h'] as const;
export type MetricRange = (typeof metricRanges)[number];

export type MetricUnit =
  'requests' | 'requests/s' | 'seconds' | 'tokens' | 'percent' | 'count' | 'bytes' | 'cores';

export interface MetricSeries {
  /** What tells it from its neighbours, e.g. `p95`, `input`, a model; empty for a panel's only series. */
  label: string;
  /** `[unix seconds, value]`; a missing value is left out. */
  points: [number, number][];
}

export interface MetricPanel {
  /** `requests`, `latency`, `tokens`, `errors`, … ; the browser translates its title by it. */
  id: string;
  unit: MetricUnit;
  /** Over the whole range, for the figure above the curve. */
  total?: number;
  series: MetricSeries[];
  /** This panel's own failure, a sentence. */
  error?: string;
}

/** `GET /apps/:kind/:namespace/:name/metrics?range=` (permission `private-ai.metrics.read`). */
export interface AppMetrics {
  range: MetricRange;
  /** Unix seconds. */
  start: number;
  end: number;
  /** Seconds. */
  step: number;
  panels: MetricPanel[];
  grafanaUrl?: string;
}
