import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import type { RecordedLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { variablesOf } from './flux.ts';
import { landingZoneFile } from './recorded.ts';

const envtest = outsideTruth('envtest/start.mjs');
const infra = resolve(import.meta.dirname, '..');
const folders = ['cert-manager', 'opentelemetry-operator', 'landing-zone'];

interface FluxConfiguration {
  kustomizations: Record<string, { path: string; postBuild: { substitute: object } }>;
}

interface Manifest {
  kind: string;
  metadata: { name: string };
  subjects?: { name: string }[];
  spec?: { matchConditions: { expression: string }[] };
}

/** What Flux makes of a folder: it, too, lets a kustomization read beside its folder. */
async function built(folder: string): Promise<string> {
  const { unpacked } = (await import(envtest.url)) as { unpacked(name: string): string };
  return execFileSync(
    unpacked('kubectl'),
    ['kustomize', '--load-restrictor=LoadRestrictionsNone', join(infra, folder)],
    { encoding: 'utf8' },
  );
}

test(
  'what Flux applies is whole, with the portal’s identity in its rights',
  { skip: envtest.skip },
  async () => {
    const kinds: string[] = [];
    for (const folder of folders)
      for (const document of parseAllDocuments(await built(`cluster/${folder}`))) {
        const manifest = document.toJS() as Manifest;
        kinds.push(`${manifest.kind} ${manifest.metadata.name}`);
        if (manifest.kind === 'ValidatingAdmissionPolicy')
          assert.deepEqual(
            manifest.spec?.matchConditions.map(({ expression }) => expression)[0],
            'request.userInfo.username == "${portal}"',
          );
        if (manifest.kind === 'ClusterRoleBinding')
          assert.deepEqual(
            manifest.subjects?.map(({ name }) => name),
            ['${portal}'],
          );
      }
    for (const expected of [
      'HelmRelease cert-manager',
      'HelmRelease opentelemetry-operator',
      'OpenTelemetryCollector otel',
      'PodMonitor otel-collector',
      'ClusterRole private-ai-portal',
      'ClusterRole private-ai-portal-connector',
      'ValidatingAdmissionPolicy private-ai-portal',
      'ValidatingAdmissionPolicyBinding private-ai-portal',
    ])
      assert.ok(kinds.includes(expected), expected);
  },
);

test(
  'every image and chart of it has its rule in the registry’s cache',
  { skip: envtest.skip },
  async () => {
    const rules = readFileSync(join(infra, 'images.tf'), 'utf8');
    const targets = [...rules.matchAll(/target = "([^"]+)"/g)].map(([, target]) => target);
    const text = (await Promise.all(folders.map(folder => built(`cluster/${folder}`)))).join(
      '\n---\n',
    );
    const pulled = [...text.matchAll(/repository: ['"]?\$\{registry\}\/([^'"\s]+)/g)].map(
      ([, repository]) => repository,
    );
    const charts = [...text.matchAll(/^ +chart: ([a-z-]+)$/gm)].map(
      ([, chart]) => `charts/${chart}`,
    );
    assert.ok(pulled.length >= 6 && charts.length === 2, `${pulled} ${charts}`);
    for (const repository of [...pulled, ...charts])
      assert.ok(targets.includes(repository), `${repository} has no cache rule`);
    assert.doesNotMatch(text, /repository: ['"]?(?:quay|ghcr|docker|registry\.k8s)\./);
  },
);

test(
  'Flux is told a value for each variable of what it applies',
  { skip: envtest.skip },
  async () => {
    const record = JSON.parse(readFileSync(landingZoneFile, 'utf8')) as RecordedLandingZone;
    const flux = record.find(({ type }) => /\/fluxConfigurations$/.test(type));
    const { kustomizations } = flux?.properties as unknown as FluxConfiguration;
    assert.deepEqual(Object.keys(kustomizations).sort(), [...folders, 'portal'].sort());
    for (const { path, postBuild } of Object.values(kustomizations)) {
      const asked = variablesOf(await built(path.replace('./infra/', '')));
      const given = Object.keys(postBuild.substitute);
      assert.deepEqual(
        asked.filter(name => !given.includes(name)),
        [],
        path,
      );
    }
  },
);
