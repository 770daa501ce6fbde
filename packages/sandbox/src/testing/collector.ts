import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../freePort.ts';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';

export const envtest = outsideTruth('envtest/start.mjs');

/** A real OpenTelemetry Collector with the landing zone's exporter; its caller ends `child`. */
export async function startCollector(folder: string, resourceLabels = true) {
  const { unpacked } = await import(envtest.url);
  const [otlp, shown] = [await freePort(), await freePort()];
  const file = join(folder, 'collector.json');
  writeFileSync(
    file,
    JSON.stringify({
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${otlp}` } } } },
      exporters: {
        prometheus: {
          endpoint: `127.0.0.1:${shown}`,
          resource_to_telemetry_conversion: { enabled: resourceLabels },
        },
      },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { metrics: { receivers: ['otlp'], exporters: ['prometheus'] } },
      },
    }),
  );
  const child = spawn(unpacked('otelcol'), ['--config', file], { stdio: 'ignore' });
  return { child, otlp: `http://127.0.0.1:${otlp}`, shown: `http://127.0.0.1:${shown}/metrics` };
}

/** Waits until its metrics are shown. */
export async function answering(url: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; await sleep(100)) {
    if (await fetch(url).catch(() => undefined)) return;
    assert.ok(Date.now() < deadline, 'the collector did not start');
  }
}
