import type { Runtime } from '@private-ai/plugin-private-ai-common';
import { panelsFor } from '../metrics/panels';
import { collectorConfig } from './collector';
import { describeWithCollector, startCollector, type ShownSeries } from './collectorForTest';

type Measured = [name: string, unit: string, attributes?: Record<string, string | number>];

const call = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5.2' };
const both: Measured[] = [
  ['agui.agent.request.count', '{request}'],
  ['gen_ai.client.operation.duration', 's', call],
  ['gen_ai.client.operation.duration', 's', { ...call, 'error.type': 'rate_limited' }],
  // By the skeletons: no instrumentation does.
  ['gen_ai.client.operation.time_to_first_chunk', 's', call],
  ['http.server.request.duration', 's', { 'http.request.method': 'POST' }],
  ['http.client.request.duration', 's', { 'http.response.status_code': 429 }],
];
/** What injected applications send: measured with the instrumentations' own releases, under the Instrumentation's variables. */
const measured: Record<Runtime, Measured[]> = {
  typescript: [
    ...both,
    ['gen_ai.client.token.usage', '{token}', { ...call, 'gen_ai.token.type': 'input' }],
  ],
  python: [
    ...both,
    ['gen_ai.client.token.usage', 'tokens', { ...call, 'gen_ai.token.type': 'input' }],
  ],
};

const pair = ([key, value]: [string, string | number]) => ({
  key,
  value: typeof value === 'number' ? { intValue: value } : { stringValue: value },
});

/** An application's export, as OTLP over HTTP carries it. */
function exported(runtime: Runtime) {
  const time = { startTimeUnixNano: '1', timeUnixNano: `${Date.now()}000000` };
  const resource = {
    'service.name': `weather-${runtime}`,
    'service.instance.id': `weather.${runtime}-1.app`,
    'k8s.namespace.name': 'ai-weather',
  };
  const metrics = measured[runtime].map(([name, unit, attributes = {}]) => {
    const point = { ...time, attributes: Object.entries(attributes).map(pair) };
    const histogram = { count: '1', sum: 1, explicitBounds: [1], bucketCounts: ['1', '0'] };
    const asked = { aggregationTemporality: 2 };
    return name.endsWith('.count')
      ? { name, unit, sum: { ...asked, isMonotonic: true, dataPoints: [{ ...point, asInt: '1' }] } }
      : { name, unit, histogram: { ...asked, dataPoints: [{ ...point, ...histogram }] } };
  });
  return {
    resourceMetrics: [
      {
        resource: { attributes: Object.entries(resource).map(pair) },
        scopeMetrics: [{ scope: { name: 'test' }, metrics }],
      },
    ],
  };
}

/** Names of the series that a panel's selectors find, of all that are shown. */
function found(shown: readonly ShownSeries[], queries: readonly string[]): string[] {
  const names = queries.flatMap(query =>
    [...query.matchAll(/(\w+)\{([^}]*)\}/g)].flatMap(([, name, matchers]) => {
      const wanted = [...matchers.matchAll(/(\w+)(=|!~)"([^"]*)"/g)];
      const fits = ({ labels }: ShownSeries) =>
        wanted.every(([, label, operator, value]) =>
          operator === '='
            ? labels[label] === value
            : !new RegExp(`^(?:${value})$`).test(labels[label] ?? ''),
        );
      return shown.some(one => one.name === name && fits(one)) ? [name] : [];
    }),
  );
  return [...new Set(names)];
}

describeWithCollector('the collector’s configuration, in a real collector', () => {
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let shown: ShownSeries[];
  const runtimes: Runtime[] = ['typescript', 'python'];

  beforeAll(async () => {
    collector = await startCollector(collectorConfig);
    for (const runtime of runtimes)
      expect((await collector.send('/v1/metrics', exported(runtime))).status).toBe(200);
    const isThere = (name: string) => shown.some(({ labels }) => labels.service_name === name);
    do shown = await collector.series();
    while (!runtimes.every(runtime => isThere(`weather-${runtime}`)));
  });
  afterAll(() => collector?.stop());

  it('is taken without a warning', () => {
    expect(collector.said()).not.toMatch(/\twarn\t|deprecat/i);
  });

  it.each(runtimes)('shows what the panels ask of an application in %s', runtime => {
    const of = { namespace: 'ai-weather', service: `weather-${runtime}` };
    const panels = panelsFor(of, 3600, 60).map(({ id, series, total }) => {
      const queries = [...series.map(({ query }) => query), ...(total ? [total] : [])];
      return [id, found(shown, queries)];
    });
    const calls = 'gen_ai_client_operation_duration_seconds';
    expect(Object.fromEntries(panels)).toMatchObject({
      requests: ['agui_agent_request_count_total', 'http_server_request_duration_seconds_count'],
      latency: [`${calls}_bucket`],
      firstToken: ['gen_ai_client_operation_time_to_first_chunk_seconds_bucket'],
      tokens: [`gen_ai_client_token_usage${runtime === 'python' ? '_tokens' : ''}_sum`],
      errors: [`${calls}_count`, 'http_client_request_duration_seconds_count'],
    });
  });

  it('takes metrics only', async () => {
    expect((await collector.send('/v1/traces', { resourceSpans: [] })).status).toBe(404);
  });
});
