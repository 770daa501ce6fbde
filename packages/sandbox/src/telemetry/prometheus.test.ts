import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { create } from 'tar';
import { lacking } from '../../../../testing/thisMachine.ts';
import { listen } from '../listen.ts';
import type { Surroundings } from '../room.ts';
import { askedAs } from '../testing/askedAs.ts';
import { until } from '../testing/until.ts';
import { startPrometheus } from './prometheus.ts';
import { fromArchive } from './prometheusBinary.ts';
import { startTelemetry } from './telemetry.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-ai-prometheus-'));
after(() => rmSync(folder, { recursive: true }));
const surroundings = (name: string) => {
  mkdirSync(join(folder, name), { recursive: true });
  return { folder: join(folder, name), log: (line: string) => console.error(line) } as Surroundings;
};

test("a real Prometheus answers what an application sent, under the application's own labels", async t => {
  const telemetry = await startTelemetry(surroundings('one'), { port: 0 });
  const prometheus = await startPrometheus(surroundings('one'), { port: 0, target: telemetry.url });
  try {
    await fetch(`${telemetry.url}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceMetrics: [
          {
            resource: {
              attributes: ['service.name', 'service.instance.id'].map(key => ({
                key,
                value: { stringValue: 'weather' },
              })),
            },
            scopeMetrics: [
              {
                metrics: [
                  { name: 'answer', gauge: { dataPoints: [{ timeUnixNano: '1', asInt: '42' }] } },
                ],
              },
            ],
          },
        ],
      }),
    });
    await prometheus.ready;
    const lacks = lacking(prometheus.problem);
    if (lacks) return t.skip(lacks);
    await until('it is scraped', async () => {
      const answer = await fetch(`${prometheus.url}/api/v1/query`, {
        method: 'POST',
        body: new URLSearchParams({ query: 'answer{job="weather", instance="weather"}' }),
      });
      const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
      return data.result[0]?.value[1] === '42';
    });
    for (const url of [prometheus.url, telemetry.url])
      assert.equal((await askedAs('evil.example', String(url), '/metrics')).status, 421);
  } finally {
    await prometheus.stop();
    await telemetry.stop();
  }
  await assert.rejects(fetch(`${prometheus.url}/-/ready`));
});

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test('it ends with the sandbox, even one that was killed', async t => {
  const text = `
    import { startPrometheus } from ${JSON.stringify(join(import.meta.dirname, 'prometheus.ts'))};
    const room = await startPrometheus({ folder: ${JSON.stringify(join(folder, 'two'))}, log: console.error }, { port: 0, target: 'http://127.0.0.1:1' });
    await room.ready;
    console.log(JSON.stringify({ url: room.url, problem: room.problem }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', text], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const printed = await new Promise<string>(resolve =>
    child.stdout.once('data', part => resolve(String(part))),
  );
  const { url, problem } = JSON.parse(printed);
  try {
    const lacks = lacking(problem);
    if (lacks) return t.skip(lacks);
    await until('it answers', () => answers(`${url}/-/ready`));
  } finally {
    child.kill('SIGKILL');
  }
  await until('it answers no more', async () => !(await answers(`${url}/-/ready`)));
});

test('where there is none, the room says so in one sentence', async () => {
  const path = process.env.PATH;
  process.env.PATH = '';
  const { fetch: kept } = globalThis;
  globalThis.fetch = () => Promise.reject(new Error('offline'));
  try {
    const room = await startPrometheus(surroundings('none'), {
      port: 0,
      target: 'http://127.0.0.1:1',
      cache: join(folder, 'empty-cache'),
    });
    await room.ready;
    assert.equal(room.url, undefined);
    assert.match(room.problem ?? '', /no Prometheus on PATH and none could be fetched.*install it/);
    await room.stop();
  } finally {
    process.env.PATH = path;
    globalThis.fetch = kept;
  }
});

test('the official archive is taken only with the checksum of its release', async () => {
  const served = join(folder, 'served');
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  const name = `prometheus-3.5.0.${process.platform}-${architecture}`;
  mkdirSync(join(served, name), { recursive: true });
  writeFileSync(join(served, name, 'prometheus'), '#!/bin/sh\necho real\n', { mode: 0o755 });
  await create({ gzip: true, cwd: served, file: join(served, `${name}.tar.gz`) }, [name]);
  const sum = createHash('sha256')
    .update(readFileSync(join(served, `${name}.tar.gz`)))
    .digest('hex');
  let listed = `${sum}  ${name}.tar.gz\n`;
  const server = http.createServer((request, response) =>
    response.end(
      request.url === '/sha256sums.txt' ? listed : readFileSync(join(served, String(request.url))),
    ),
  );
  const { port, stop } = await listen(server, 0);
  const into = join(folder, 'fetched');
  mkdirSync(into);
  try {
    const program = await fromArchive(into, `http://127.0.0.1:${port}`);
    assert.equal((await promisify(execFile)(program)).stdout, 'real\n');
    listed = listed.replace(/^./, first => (first === '0' ? '1' : '0'));
    await assert.rejects(fromArchive(into, `http://127.0.0.1:${port}`), /has not the checksum/);
  } finally {
    await stop();
  }
});
