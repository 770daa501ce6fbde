import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';

const packed = outsideTruth('envtest/start.mjs');

export const describeWithCollector = needing(packed, describe);

/** A series as Prometheus' text format shows it. */
export interface ShownSeries {
  name: string;
  labels: Record<string, string>;
}

/** A real OpenTelemetry Collector with this configuration; only its addresses are others, as tests run side by side. */
export async function startCollector(config: object) {
  const [otlp, shown, health] = [await freePort(), await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-collector-'));
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify(config));
  const set = (path: string, value: string) => `--set=${path}=${value}`;
  const child = spawn(
    require(packed.path).unpacked('otelcol'),
    [
      `--config=${file}`,
      set('receivers::otlp::protocols::http::endpoint', `127.0.0.1:${otlp}`),
      set('exporters::prometheus::endpoint', `127.0.0.1:${shown}`),
      set('extensions::health_check::endpoint', `127.0.0.1:${health}`),
      // The operator gives its own metrics an address of their own.
      set('service::telemetry::metrics::level', 'none'),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const closed = once(child, 'close');
  let said = '';
  child.stderr.on('data', part => (said += part));
  const stop = async () => {
    child.kill();
    await closed;
    rmSync(folder, { recursive: true });
  };
  const healthy = () =>
    fetch(`http://127.0.0.1:${health}`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const deadline = Date.now() + 180_000; !(await healthy()); await delay(100))
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The collector did not start: ${said}`);
    }
  return {
    stop,
    /** What it wrote into its log. */
    said: () => said,
    send: (path: string, body: object) =>
      fetch(`http://127.0.0.1:${otlp}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async series(): Promise<ShownSeries[]> {
      const text = await (await fetch(`http://127.0.0.1:${shown}/metrics`)).text();
      return text.split('\n').flatMap(line => {
        const [, name, labels] = /^(\w+)\{(.*)\} \S+/.exec(line) ?? [];
        if (!name) return [];
        const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
        return [{ name, labels: Object.fromEntries(pairs.map(([, key, value]) => [key, value])) }];
      });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
