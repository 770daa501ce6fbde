import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Surroundings } from '../room.ts';
import { answering, compared, envtest, startCollector } from '../testing/collector.ts';
import { startTelemetry } from './telemetry.ts';

// What the two skeletons really emitted under the operator's injection (record.ts): a weather question with a tool, a mail with
// an approval, a run that the model refused.

const shared = [
  'agui_agent_request_count_total',
  'gen_ai_client_operation_duration_seconds_bucket',
  'http_server_request_duration_seconds_bucket',
];
const recordings = {
  typescript: [...shared, 'gen_ai_client_token_usage_bucket', 'nodejs_eventloop_utilization_ratio'],
  python: [...shared, 'gen_ai_client_token_usage_tokens_bucket'],
};

/** Two instrumentations describe one name in words of their own, and the collector takes either: of a help only the name. */
const lines = async (url: string) =>
  (await (await fetch(url)).text())
    .split('\n')
    .filter(Boolean)
    .map(line => line.replace(/^(# HELP \S+).*/, '$1'))
    .sort();

const runs = Object.entries(recordings).flatMap(([name, expected]) =>
  [true, false].map(enabled => ({ name, expected, enabled })),
);

for (const { name, expected, enabled } of runs) {
  const labels = `labels ${enabled ? 'with' : 'without'} the resource's`;
  test(
    `${name}: names, buckets and ${labels} are the real collector's`,
    { skip: envtest.skip },
    async () => {
      const body = readFileSync(join(import.meta.dirname, '../testing/recorded', `${name}.otlp`));
      const folder = mkdtempSync(join(tmpdir(), 'private-ai-recorded-'));
      const collector = await startCollector(folder, enabled);
      const room = await startTelemetry({ log: console.error } as unknown as Surroundings, {
        port: 0,
      });
      const exporters = { prometheus: { resource_to_telemetry_conversion: { enabled } } };
      room.configure({ exporters });
      try {
        await answering(collector.shown);
        for (const url of [collector.otlp, room.url]) {
          const answer = await fetch(`${url}/v1/metrics`, {
            method: 'POST',
            headers: { 'content-type': 'application/x-protobuf' },
            body: new Uint8Array(body),
          });
          assert.equal(answer.status, 200);
        }
        const { theirs, differing } = await compared({
          theirs: () => lines(collector.shown),
          ours: () => lines(`${room.url}/metrics`),
        });
        assert.deepEqual(differing, { missing: [], invented: [], lines: theirs.length });
        const names = new Set(theirs.map(line => /^[^ {]+/.exec(line)?.[0]));
        for (const one of expected)
          assert.ok(names.has(one), `${one} is among ${[...names].sort()}`);
      } finally {
        collector.child.kill();
        await room.stop();
        rmSync(folder, { recursive: true });
      }
    },
  );
}
