import { createServer } from 'node:http';
import type { AppMetrics } from '@private-ai/plugin-private-ai-common';
import { clusterAt } from '../chat/startForTest';
import { landingZone } from '../testing/landingZone';
import { listening } from '../testing/listening';
import { portal } from '../testing/portal';
import type { ClusterClient } from '../kubernetes/client';
import { Gate } from '../outages/gate';
import { Noticed } from '../outages/outages';
import { fleetQuery } from './fleetFigures';
import { panelsFor } from './panels';
import { selector } from './promql';
import { createMetricsRouter } from './router';

/** Answers of Prometheus 2.42, as it gave them. */
const recorded = {
  tokens:
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"gen_ai_token_type":"input"},"values":[[1795535400,"110"],[1795535460,"0"]]},{"metric":{"gen_ai_token_type":"output"},"values":[[1795535400,"70"]]}]}}',
  total:
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1795535460,"180"]}]}}',
  notANumber:
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795535400,"NaN"]]}]}}',
  wrong:
    '{"status":"error","errorType":"bad_data","error":"invalid parameter \\"query\\": 1:5: parse error"}',
};

type Answer = (path: string, form: URLSearchParams) => { status?: number; body: string };

async function start(options: {
  answer?: Answer;
  url?: string;
  auth?: 'entra';
  label?: string;
  cluster?: ClusterClient;
}) {
  const asked: { path: string; query: string; authorization?: string }[] = [];
  const prometheus = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const form = new URLSearchParams(body);
    const path = request.url!;
    asked.push({ path, query: form.get('query')!, authorization: request.headers.authorization });
    const { status = 200, body: said } = options.answer!(path, form);
    response.writeHead(status, { 'content-type': 'application/json' }).end(said);
  });
  const noticed = new Noticed();
  const listens = options.url ? undefined : await listening(prometheus);
  const url = options.url ?? listens!.url;
  const zone = landingZone({
    metrics: { url, auth: { type: options.auth ?? 'none' }, grafanaUrl: 'https://grafana' },
  });
  const { ask, close } = await portal(({ access }) =>
    createMetricsRouter({
      access,
      zones: [zone],
      clusterFor: () => options.cluster ?? clusterAt('', options.label),
      azureFor: () => ({ token: async scope => `token for ${scope}` }),
      gate: new Gate(noticed),
      noticed,
    }),
  );
  return {
    asked,
    answers: (answer: Answer) => void (options.answer = answer),
    async ask(query = '?range=1h') {
      const response = await ask(`/apps/component/default/weather/metrics${query}`);
      const body = await response.json();
      return { status: response.status, body: body as AppMetrics, said: JSON.stringify(body) };
    },
    close() {
      close();
      listens?.close();
    },
  };
}

const tokensOnly: Answer = (path, form) => {
  const isTokens = form.get('query')!.includes('token_usage');
  if (path.endsWith('/query')) return { body: isTokens ? recorded.total : recorded.notANumber };
  return { body: isTokens ? recorded.tokens : recorded.notANumber };
};

const panels = panelsFor({ namespace: 'ai-weather', service: 'weather' }, 3600, 60);
const queries = panels.flatMap(({ total, series }) => [
  ...(total ? [total] : []),
  ...series.map(({ query }) => query),
]);

describe('metrics', () => {
  let room: Awaited<ReturnType<typeof start>>;
  afterEach(() => room.close());

  it('reads every panel in one answer, and asks once for all who look', async () => {
    room = await start({ answer: tokensOnly, auth: 'entra' });
    const [{ body }, again] = await Promise.all([room.ask(), room.ask()]);
    expect(body.panels.map(({ id }) => id)).toEqual(panels.map(({ id }) => id));
    expect(body.panels.find(({ id }) => id === 'tokens')).toEqual({
      id: 'tokens',
      unit: 'tokens',
      total: 180,
      series: [
        {
          label: 'input',
          points: [
            [1795535400, 110],
            [1795535460, 0],
          ],
        },
        { label: 'output', points: [[1795535400, 70]] },
      ],
    });
    // What is no number is no value: the panel is empty, not zero.
    expect(body.panels[0]).toEqual({ id: 'requests', unit: 'requests', series: [] });
    expect(body.grafanaUrl).toBe('https://grafana');
    expect(body.end - body.start).toBe(3600);
    expect(again.body).toEqual(body);
    expect(room.asked.map(({ query }) => query).sort()).toEqual([...queries].sort());
    expect(new Set(room.asked.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer token for https://prometheus.monitor.azure.com/.default']),
    );
  });

  it('lets one panel fail alone', async () => {
    room = await start({
      answer: (path, form) =>
        form.get('query')!.includes('time_to_first_chunk')
          ? { status: 400, body: recorded.wrong }
          : tokensOnly(path, form),
    });
    const { body } = await room.ask();
    const failed = body.panels.filter(({ error }) => error);
    expect(failed).toMatchObject([
      { id: 'firstToken', error: expect.stringContaining('parse error') },
    ]);
  });

  it.each([
    ['down', { url: 'http://127.0.0.1:9' }, 503, 'could not be reached'],
    [
      'not letting in',
      { answer: () => ({ status: 403, body: '' }) },
      503,
      'Monitoring Data Reader',
    ],
    ['asked too often', { answer: () => ({ status: 429, body: '' }) }, 503, 'wait half a minute'],
    ['something else', { answer: () => ({ body: '<html>' }) }, 503, 'could not answer'],
    ["another's namespace", { label: 'f00', answer: tokensOnly }, 403, 'does not belong to'],
    ["nobody's namespace", { label: '', answer: tokensOnly }, 403, 'does not belong to'],
  ])('says in one sentence: %s', async (_, options, status, sentence) => {
    room = await start(options);
    const answer = await room.ask();
    expect(answer.status).toBe(status);
    expect(answer.said).toContain(sentence);
    expect(answer.said).not.toContain('caused by');
    if (status === 403) expect(room.asked).toEqual([]);
  });

  it('are told while the cluster is away, where it said within the hour whose they are; Prometheus away is an outage', async () => {
    const cluster = clusterAt('');
    const { get } = cluster;
    const away = new Error('The cluster is away.');
    room = await start({ answer: tokensOnly, cluster });
    cluster.get = async () => Promise.reject(away);
    expect(await room.ask()).toMatchObject({
      status: 503,
      body: { error: { name: 'OutageError', outage: { system: 'cluster', detail: away.message } } },
    });
    cluster.get = get;
    expect((await room.ask()).status).toBe(200);
    cluster.get = async () => Promise.reject(away);
    // Another range is another question.
    expect((await room.ask('?range=6h')).status).toBe(200);
    room.answers(() => ({ status: 503, body: '' }));
    expect(await room.ask('?range=24h')).toMatchObject({
      status: 503,
      body: {
        error: { outage: { system: 'prometheus', sentence: { code: 'outage-prometheus-away' } } },
      },
    });
  });

  it('refuses another range', async () => {
    room = await start({ answer: tokensOnly });
    expect(await room.ask('?range=1y')).toMatchObject({ status: 400 });
  });
});

describe('panels', () => {
  it('asks for nothing but the app, by one name in every selector', () => {
    for (const query of queries) {
      const selectors = query.match(/[a-z_]*\{[^}]*\}/g)!;
      expect(selectors.length).toBeGreaterThan(0);
      for (const one of selectors) {
        expect(one).toMatch(/^[a-z_]+\{k8s_namespace_name="ai-weather",service_name="weather"[,}]/);
      }
      expect(query).not.toMatch(/increase|\brate\(|[^_]namespace=/);
    }
  });

  it('asks for the figures of many apps as of one, each told apart by both names', () => {
    const apps = ['a.b', 'rain'].map(name => ({ namespace: `ai-${name}`, service: name }));
    const query = fleetQuery([...apps, apps[0]]);
    for (const one of query.match(/[a-z_]*\{[^}]*\}/g)!) {
      expect(one).toMatch(
        /^[a-z_]+\{k8s_namespace_name=~"ai-a\[\.\]b\|ai-rain",service_name=~"a\[\.\]b\|rain"[,}]/,
      );
    }
    const sums = query.match(/sum[^_]*?\(/g)!;
    for (const one of sums) expect(one).toMatch(/^sum by \(/);
    // A counter that begins anew, and one that was silent for longer than an hour.
    expect(query).toContain('[3600s:60s]');
    expect(query).toContain('[21600s] offset 60s');
    expect(() => fleetQuery([{ namespace: 'x"} or up{a="', service: 'x' }])).toThrow(RangeError);
  });

  it('lets no value out of its quotes', () => {
    const bad = { namespace: 'x"} or up{a="', service: 'weather' };
    expect(() => selector('up', bad)).toThrow(RangeError);
  });
});
