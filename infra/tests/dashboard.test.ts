import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}

test('Grafana’s dashboard asks for what the portal’s panels ask for, and for what the rules record', () => {
  const { panels } = JSON.parse(
    read('infra/modules/grafana/dashboards/private-ai.json'),
  ) as Dashboard;
  const recorded = [
    ...read('infra/modules/monitoring/rules.tf').matchAll(/"([a-z_\d]+(?::[a-z_\d]+)+)" +=/g),
  ].map(([, name]) => name);
  assert.ok(recorded.length >= 9, `${recorded}`);
  const portal = read('plugins/private-ai-backend/src/metrics/panels.ts');
  for (const { title, targets } of panels)
    for (const { expr } of targets)
      for (const [, metric] of expr.matchAll(/([a-z_\d:]{8,})\{/g)) {
        const known = recorded.includes(metric) || portal.includes(metric.replace(/_bucket$/, ''));
        assert.ok(known, `${title}: nothing has ${metric}`);
      }
});

test('the rules record what the collector writes, under the names that the portal knows', () => {
  const rules = read('infra/modules/monitoring/rules.tf');
  const portal = read('plugins/private-ai-backend/src/metrics/panels.ts');
  const series = [...rules.matchAll(/\b(gen_ai_[a-z_]+?)(?:_bucket)?[[{]/g)].map(
    ([, name]) => name,
  );
  assert.ok(series.length >= 5, `${series}`);
  for (const name of series) assert.ok(portal.includes(name), name);
});
