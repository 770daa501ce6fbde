import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Room, Surroundings } from '../room.ts';
import { parseMetrics } from './otlp.ts';
import { answering, compared, envtest, startCollector } from '../testing/collector.ts';
import { expiryMilliseconds, SeriesStore } from './series.ts';
import { startTelemetry } from './telemetry.ts';

interface Payload {
  type: string;
  body: Buffer;
}
let room: Room;
before(async () => {
  room = await startTelemetry({ log: line => console.error(line) } as Surroundings, { port: 0 });
});
after(() => room.stop());

const post = (url: string, { type, body }: Payload) =>
  fetch(`${url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: new Uint8Array(body),
  });

/** What the SDK of the operator's injection really sends, in order. */
async function recordedPayloads(): Promise<Payload[]> {
  const payloads: Payload[] = [];
  const recorder = http.createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    payloads.push({ type: String(request.headers['content-type']), body: Buffer.concat(parts) });
    response.end();
  });
  await new Promise<void>(resolve => recorder.listen(0, '127.0.0.1', resolve));
  const register = createRequire(import.meta.url).resolve(
    '@opentelemetry/auto-instrumentations-node/register',
  );
  const child = spawn(process.execPath, ['--require', register, 'instrumented.mjs'], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(recorder.address() as AddressInfo).port}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_TRACES_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      OTEL_METRIC_EXPORT_INTERVAL: '300',
      OTEL_METRIC_EXPORT_TIMEOUT: '200',
      OTEL_NODE_RESOURCE_DETECTORS: 'env,process',
      OTEL_SERVICE_NAME: 'weather',
      OTEL_RESOURCE_ATTRIBUTES:
        'service.namespace=apps,service.instance.id=weather-1,k8s.namespace.name=ai-weather,k8s.pod.name=weather-1',
    },
  });
  await new Promise(resolve => child.once('exit', resolve));
  recorder.closeAllConnections();
  recorder.close();
  return payloads;
}

/** Deltas, a reset, a series that ends, and a resource without an instance: what the SDK above does not send. */
function writtenPayloads(): Payload[] {
  const point = (start: number, time: number, rest: object) => ({
    startTimeUnixNano: `${start}000000000`,
    timeUnixNano: `${time}000000000`,
    ...rest,
  });
  const request = (resource: object, metrics: object[]): Payload => ({
    type: 'application/json',
    body: Buffer.from(
      JSON.stringify({
        resourceMetrics: [
          {
            resource: {
              attributes: Object.entries(resource).map(([key, value]) => ({
                key,
                value: { stringValue: value },
              })),
            },
            scopeMetrics: [
              {
                scope: {
                  name: 'hand',
                  version: '1',
                  attributes: [{ key: 'team.name', value: { intValue: '7' } }],
                },
                schemaUrl: 'https://example.com/schema',
                metrics,
              },
            ],
          },
        ],
      }),
    ),
  });
  const delta = (from: number, to: number, asInt: string) => ({
    name: 'delta.sum',
    sum: {
      aggregationTemporality: 1,
      isMonotonic: true,
      dataPoints: [point(from, to, { asInt })],
    },
  });
  const histogram = (from: number, to: number, bucketCounts: string[]) => ({
    name: 'delta.histogram',
    unit: 'ms',
    histogram: {
      aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA',
      dataPoints: [
        point(from, to, {
          count: String(bucketCounts.reduce((sum, one) => sum + Number(one), 0)),
          sum: 12.5,
          explicitBounds: [0.5, 10, 1_000_000],
          bucketCounts,
        }),
      ],
    },
  });
  const instance = { 'service.name': 'hand', 'service.instance.id': 'one', 'cloud.region': 'k' };
  return [
    request(instance, [delta(1, 2, '3'), histogram(1, 2, ['1', '0', '2', '1'])]),
    request(instance, [delta(2, 3, '4'), histogram(2, 3, ['1', '1', '1', '1'])]),
    request({ 'service.name': 'hand' }, [delta(1, 2, '9')]),
    request({ 'service.name': 'reset', 'service.instance.id': 'two' }, [delta(1, 2, '5')]),
    request({ 'service.name': 'reset', 'service.instance.id': 'two' }, [delta(3, 4, '2')]),
    request(instance, [
      { name: 'gone', gauge: { dataPoints: [point(1, 2, { asDouble: 1 })] } },
      {
        name: 'kept',
        description: 'two\nlines',
        gauge: { dataPoints: [point(1, 2, { asInt: '-5' })] },
      },
      {
        name: 'up.down.delta',
        sum: { aggregationTemporality: 1, dataPoints: [point(1, 2, { asInt: '1' })] },
      },
    ]),
    request(instance, [{ name: 'gone', gauge: { dataPoints: [point(1, 3, { flags: 1 })] } }]),
  ];
}

const sorted = (text: string) => text.split('\n').filter(Boolean).sort();

test('prints line by line what the real collector prints', { skip: envtest.skip }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-collector-'));
  const collector = await startCollector(folder);
  try {
    const payloads = [...(await recordedPayloads()), ...writtenPayloads()];
    assert.ok(payloads.length > 8, `the SDK sent ${payloads.length - 7} requests`);
    await answering(collector.shown);
    for (const payload of payloads) {
      assert.equal((await post(collector.otlp, payload)).status, 200);
      const ours = await post(room.url, payload);
      assert.equal(ours.status, 200, await ours.text());
    }
    const shown = async (url: string) => sorted(await (await fetch(url)).text());
    const { theirs, differing } = await compared({
      theirs: () => shown(collector.shown),
      ours: () => shown(`${room.url}/metrics`),
    });
    assert.ok(theirs.some(line => line.startsWith('http_client_request_duration_seconds_bucket')));
    assert.ok(theirs.some(line => line.startsWith('delta_sum_total')));
    assert.deepEqual(differing, { missing: [], invented: [], lines: theirs.length });
  } finally {
    collector.child.kill();
    rmSync(folder, { recursive: true });
  }
});

test('a series that nobody speaks of any more is gone after five minutes', () => {
  const series = new SeriesStore();
  const [metric] = parseMetrics(writtenPayloads()[0].body, 'json');
  series.add(metric, 1000);
  assert.equal(series.list(1000 + expiryMilliseconds).length, 1);
  assert.equal(series.list(1001 + expiryMilliseconds).length, 0);
});

test('traces and logs are taken, what is not OTLP is refused', async () => {
  const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
  assert.equal((await fetch(`${room.url}/v1/traces`, { ...json, body: '{}' })).status, 200);
  assert.equal((await fetch(`${room.url}/v1/metrics`, { ...json, body: '{' })).status, 400);
  assert.equal((await fetch(`${room.url}/v1/metrics`, { method: 'POST', body: '' })).status, 415);
  const garbage = { type: 'application/x-protobuf', body: Buffer.from('not protobuf') };
  assert.equal((await post(room.url, garbage)).status, 400);
});
