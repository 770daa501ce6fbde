import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import type { RecordedLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';
import { landingZoneFile } from './recorded.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');

interface Dashboard {
  panels: { title: string; targets: { expr: string }[] }[];
}
interface Rule {
  record: string;
  expression: string;
}

/** As the provider sent them: a test of the landing zone holds the record to the configuration. */
const rules = (JSON.parse(readFileSync(landingZoneFile, 'utf8')) as RecordedLandingZone)
  .filter(({ type }) => type === 'Microsoft.AlertsManagement/prometheusRuleGroups')
  .flatMap(({ properties }) => properties.rules as Rule[]);
const portal = ['panels', 'counted']
  .map(file => read(`plugins/private-ai-backend/src/metrics/${file}.ts`))
  .join('\n');

test('Grafana’s dashboard asks for what the portal’s panels ask for, and for what the rules record', () => {
  const { panels } = JSON.parse(
    read('infra/modules/grafana/dashboards/private-ai.json'),
  ) as Dashboard;
  const recorded = rules.map(({ record }) => record);
  for (const { title, targets } of panels)
    for (const { expr } of targets) {
      const asked = [...expr.matchAll(/([a-z_\d:]{8,})\{/g)].map(([, metric]) => metric);
      assert.ok(asked.length, `${title} asks for nothing`);
      for (const metric of asked) {
        const known = recorded.includes(metric) || portal.includes(metric.replace(/_bucket$/, ''));
        assert.ok(known, `${title}: nothing has ${metric}`);
      }
    }
});

test('the rules record what the collector writes, under the names that the portal knows', () => {
  const ours = rules.filter(({ record }) => record.startsWith('private_ai:'));
  assert.ok(ours.length >= 7, `${ours.length}`);
  for (const { record, expression } of ours) {
    const series = [...expression.matchAll(/\b([a-z_]+?)(?:_bucket)?(?:\{[^}]*\})?\[/g)];
    assert.ok(series.length, record);
    for (const [, name] of series) assert.ok(portal.includes(name), `${record}: ${name}`);
  }
});

test('what Managed Grafana’s own dashboards read is recorded under Microsoft’s names', () => {
  for (const name of [
    'instance:node_cpu_utilisation:rate5m',
    'node_namespace_pod_container:container_cpu_usage_seconds_total:sum_irate',
    'namespace_cpu:kube_pod_container_resource_requests:sum',
    'namespace_workload_pod:kube_pod_owner:relabel',
  ])
    assert.ok(
      rules.some(({ record }) => record === name),
      name,
    );
});
