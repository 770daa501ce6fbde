import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { substituted, type Manifest } from './flux.ts';

const truth = outsideTruth('envtest/start.mjs');
const crds = outsideTruth('kubernetes/crds');
const folders = ['cert-manager', 'opentelemetry-operator', 'landing-zone'];
const values = { registry: 'acrcontosokrc01.azurecr.io', portal: crypto.randomUUID() };
/** Where infra/modules/gitops puts its configuration. */
const ours = 'flux-system';

interface Release extends Manifest {
  spec: {
    releaseName: string;
    targetNamespace: string;
    chart: { spec: { chart: string; version: string; sourceRef: { name: string } } };
  };
}
interface Source extends Manifest {
  spec: { provider: string };
}

describe('what Flux brings into the cluster', { skip: truth.skip || crds.skip }, () => {
  let plane: { kubeconfig: string; stop(): Promise<void> };
  let kubectl: (args: string[], some?: Manifest[]) => string;
  let all: Manifest[];
  const of = <Kind extends Manifest>(kind: string) =>
    all.filter(one => one.kind === kind) as Kind[];

  before(async () => {
    const { startControlPlane, unpacked } = await import(truth.url);
    plane = await startControlPlane({ crds: crds.path });
    kubectl = (args, some = []) =>
      execFileSync(unpacked('kubectl'), args, {
        input: some.map(one => JSON.stringify(one)).join('\n---\n'),
        // without, it would keep what it found out in the folder that the test runs in
        env: { KUBECONFIG: plane.kubeconfig, KUBECACHEDIR: `${plane.kubeconfig}.cache` },
        encoding: 'utf8',
      });
    all = folders.flatMap(folder => {
      const path = resolve(import.meta.dirname, '../cluster', folder);
      const built = kubectl(['kustomize', '--load-restrictor=LoadRestrictionsNone', path]);
      return substituted(built, values);
    });
  });
  after(() => plane?.stop());

  // Held to multi-tenancy, Flux reads its own objects in the configuration's namespace alone, where its account is.
  test('its objects lie in its configuration’s namespace, and install into one that is made', () => {
    const made = of('Namespace').map(({ metadata }) => metadata.name);
    const releases = of<Release>('HelmRelease');
    const sources = of<Source>('HelmRepository');
    assert.equal(releases.length, 2);
    for (const { kind, metadata } of [...sources, ...releases])
      assert.equal(metadata.namespace, ours, `${kind} ${metadata.name}`);
    for (const { spec } of releases) {
      assert.ok(made.includes(spec.targetNamespace), spec.targetNamespace);
      assert.ok(sources.some(({ metadata }) => metadata.name === spec.chart.spec.sourceRef.name));
      // Else Flux puts the namespace before the name, and the charts' Services are called otherwise.
      assert.equal(spec.releaseName, spec.chart.spec.chart);
    }
    for (const { spec } of sources) assert.equal(spec.provider, 'azure');
  });

  test('each chart has one version: through a cache rule, a range finds no tag that nobody pulled', () => {
    for (const { spec } of of<Release>('HelmRelease'))
      assert.match(spec.chart.spec.version ?? 'none', /^v?\d+\.\d+\.\d+$/);
  });

  test('a real API server takes what is not Flux’s own', () => {
    const apply = (some: Manifest[], ...args: string[]) =>
      kubectl(['apply', '--server-side', '--validate=strict', ...args, '-f', '-'], some);
    apply(of('Namespace'));
    const rest = all.filter(one => one.kind !== 'Namespace' && !/fluxcd\.io/.test(one.apiVersion));
    assert.equal(rest.length, 7);
    apply(rest, '--dry-run=server');
  });
});
