import type { MetricPanel } from '@private-ai/plugin-private-ai-common';
import { calls, failed, failedCalls, requests, tokens, type Grow } from './counted';
import { either, growth, growthOver, selector, type Selection } from './promql';

/** A panel as questions to Prometheus. */
export interface PanelQueries {
  id: string;
  unit: MetricPanel['unit'];
  /** One value over the whole range, at its end. */
  total?: string;
  series: {
    query: string;
    /** Of the only series, or the label whose value tells several apart. */
    label: { text: string } | { by: string };
  }[];
}

/** Seconds that a quantile looks back at least: fewer answers than this make a curve of gaps. */
const quantileWindow = 300;

/**
 * What people ask of an agent: how often, how fast, how dear, how wrong. Names as the OpenTelemetry Collector writes
 * them, those of both runtimes.
 *
 * @param range - seconds
 * @param step - seconds between two points
 */
export function panelsFor(of: Selection, range: number, step: number): PanelQueries[] {
  const inStep: Grow = series => growth(series, step);
  const inWindow: Grow = series => growth(series, Math.max(step, quantileWindow));
  const inRange: Grow = series => growthOver(series, range);
  return [
    {
      id: 'requests',
      unit: 'requests',
      total: requests(of, inRange),
      series: [{ query: requests(of, inStep), label: { text: '' } }],
    },
    {
      id: 'latency',
      unit: 'seconds',
      total: quantile(0.95, 'gen_ai_client_operation_duration_seconds', of, inRange),
      series: quantiles('gen_ai_client_operation_duration_seconds', of, inWindow),
    },
    {
      id: 'firstToken',
      unit: 'seconds',
      total: quantile(0.95, 'gen_ai_client_operation_time_to_first_chunk_seconds', of, inRange),
      series: quantiles('gen_ai_client_operation_time_to_first_chunk_seconds', of, inWindow),
    },
    {
      id: 'tokens',
      unit: 'tokens',
      total: `sum(${tokens(of, inRange)})`,
      series: [
        {
          query: `sum by (gen_ai_token_type) (${tokens(of, inStep)})`,
          label: { by: 'gen_ai_token_type' },
        },
      ],
    },
    {
      id: 'errors',
      unit: 'percent',
      total: failedShare(of, inRange),
      series: [
        { query: failedShare(of, inStep), label: { text: '' } },
        { query: failedShareByType(of, inStep), label: { by: 'error_type' } },
        { query: throttledShare(of, inStep), label: { text: '429' } },
      ],
    },
  ];
}

function quantile(share: number, histogram: string, of: Selection, grow: Grow): string {
  return `histogram_quantile(${share}, sum by (le) (${grow(selector(`${histogram}_bucket`, of))}))`;
}

const quantiles = (histogram: string, of: Selection, grow: Grow): PanelQueries['series'] =>
  [0.5, 0.95].map(share => ({
    query: quantile(share, histogram, of, grow),
    label: { text: `p${share * 100}` },
  }));

/** Of the calls of the model. Not of HTTP's: a run that fails has answered 200 long before. */
function failedShare(of: Selection, grow: Grow): string {
  return `100 * (${failedCalls(of, grow)}) / sum(${grow(selector(calls, of))})`;
}

function failedShareByType(of: Selection, grow: Grow): string {
  const byType = `sum by (error_type) (${grow(selector(calls, of, failed))})`;
  return `100 * ${byType} / on () group_left () sum(${grow(selector(calls, of))})`;
}

/** Of the app's own HTTP calls, retries included: how often the model's quota was hit, before it shows as a failure. */
function throttledShare(of: Selection, grow: Grow): string {
  const share = (metric: string, throttled: string) =>
    `100 * sum(${grow(selector(metric, of, throttled))}) / sum(${grow(selector(metric, of))})`;
  return either(
    share('http_client_request_duration_seconds_count', 'http_response_status_code="429"'),
    share('http_client_duration_milliseconds_count', 'http_status_code="429"'),
  );
}
