import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { zonePrometheus } from '../metrics/zonePrometheus';
import { measured } from '../testing/measured';
import { startPlatform, type Platform } from '../testing/platform';
import { createPreflight } from './preflight';

let at: Platform;
let status = 200;
const { signal } = new AbortController();
const asked: string[] = [];
const prometheus = createServer((request, response) => {
  asked.push(`${request.url} ${request.headers.authorization}`);
  const data = { resultType: 'vector', result: [] };
  response.writeHead(status).end(JSON.stringify({ status: 'success', data }));
});

beforeAll(async () => {
  at = await startPlatform();
  await new Promise<void>(done => prometheus.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  prometheus.close();
  await at?.stop();
});

it('the platform team is told when the portal cannot read the metrics of its applications', async () => {
  const { port } = prometheus.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const zone = { ...at.zone, metrics: { url, auth: 'entra' as const } };
  const preflight = createPreflight({
    azure: () => at.portal,
    cluster: () => measured,
    prometheus: one => zonePrometheus(one, () => ({ token: async scope => `token for ${scope}` })),
  });
  const problems = async () => (await preflight.zone(zone, signal)).problems;
  expect(await problems()).toEqual([]);
  expect(asked).toEqual([
    '/api/v1/query Bearer token for https://prometheus.monitor.azure.com/.default',
  ]);
  status = 403;
  expect(await problems()).toEqual([
    `Prometheus at 127.0.0.1:${port} does not let the portal read (403): its identity needs the role Monitoring Data Reader there. Ask the platform team.`,
  ]);
});
