import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../freePort.ts';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { until } from './until.ts';

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
  await until('the collector has started', () => fetch(url).catch(() => undefined));
}

/**
 * The lines that a collector shows, and those that only one of it and ours has. What it was sent shows a moment later: they are read
 * until none differs, or long enough.
 */
export async function compared(read: { theirs(): Promise<string[]>; ours(): Promise<string[]> }) {
  for (let left = 120; ; left -= 1) {
    const [theirs, ours] = await Promise.all([read.theirs(), read.ours()]);
    const missing = theirs.filter(line => !ours.includes(line));
    const invented = ours.filter(line => !theirs.includes(line));
    const same = missing.length + invented.length === 0 && theirs.length === ours.length;
    if (same || left === 0) return { theirs, differing: { missing, invented, lines: ours.length } };
    await sleep(250);
  }
}
