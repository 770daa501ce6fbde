import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse, parseDocument } from 'yaml';
import type { RecordedLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { substituted, variablesOf, type Manifest } from './flux.ts';
import { landingZoneFile } from './recorded.ts';

const truth = outsideTruth('envtest/start.mjs');
const repository = resolve(import.meta.dirname, '../..');

/** What infra/cluster.tf hands to Flux. */
const values = {
  registry: 'acrcontosokrc01.azurecr.io',
  portal_digest: `sha256:${'a'.repeat(64)}`,
  portal_host: 'portal.contoso.example',
  portal_client_id: '0429ea37-bae6-45c3-beeb-e5efdcaa67ba',
  tenant_id: '22222222-2222-4222-8222-222222222222',
  entra_client_id: '11111111-1111-4111-8111-111111111111',
  entra_group_prefix: 'private-ai',
  postgres_host: 'psql-contoso-krc-01.postgres.database.azure.com',
  postgres_user: 'uami-portal-contoso-krc-01',
  key_vault_name: 'kv-contoso-krc-01',
  cluster_name: 'aks-contoso-koreacentral-01',
  endpoint_range: '10.2.0.0/22',
  ingress_class: 'internal',
  ingress_namespace: 'app-routing-system',
  gateway_namespace: 'gateway',
};

interface PodTemplate {
  metadata: object;
  spec: {
    serviceAccountName: string;
    nodeSelector: Record<string, string>;
    tolerations: { key: string; value: string; effect: string }[];
    containers: {
      image: string;
      args: string[];
      env: { name: string }[];
      securityContext: Record<string, unknown>;
    }[];
  };
}

// Held against a real kube-apiserver: its schemas, its defaults, Pod Security, RBAC.
describe('the portal’s home in the cluster', { skip: truth.skip }, () => {
  let plane: { kubeconfig: string; stop(): Promise<void> };
  let binary: string;
  let built: string;
  let manifests: Manifest[];
  let template: PodTemplate;

  const kubectl = (args: string[], input = '') =>
    new Promise<{ code: number; out: string; err: string }>(done => {
      const child = execFile(
        binary,
        args,
        // it runs this machine's own diff, and keeps what it has found out
        {
          env: {
            KUBECONFIG: plane.kubeconfig,
            KUBECACHEDIR: join(tmpdir(), 'private-ai-kubectl'),
            PATH: process.env.PATH,
          },
        },
        (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
      );
      child.stdin?.end(input);
    });
  const must = async (...given: Parameters<typeof kubectl>) => {
    const { code, out, err } = await kubectl(...given);
    assert.equal(code, 0, err);
    return out;
  };
  const list = (items: object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

  before(async () => {
    const { startControlPlane, unpacked } = await import(truth.url);
    binary = unpacked('kubectl');
    plane = await startControlPlane();
    built = await must(['kustomize', join(repository, 'infra/portal')]);
    manifests = substituted(built, values);
    const deployment = manifests.find(({ kind }) => kind === 'Deployment') as unknown as {
      spec: { template: PodTemplate };
    };
    template = deployment.spec.template;
  });
  after(() => plane?.stop());

  test('it asks for no variable but these, and for each of these', () => {
    assert.deepEqual(variablesOf(built), Object.keys(values).sort());
  });

  test('a cluster takes every object, and a second time none of it is a change', async t => {
    // Of the Key Vault's add-on, whose definition is not here.
    const known = manifests.filter(({ kind }) => kind !== 'SecretProviderClass');
    t.diagnostic(
      `not held against a definition: ${manifests.length - known.length} SecretProviderClass`,
    );
    await must(['apply', '--server-side', '-f', '-'], list(known));
    // Flux applies on the server's side, too. It ends with 1 where something would change.
    assert.equal(await must(['diff', '--server-side', '-f', '-'], list(known)), '');
  });

  const pod = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: 'portal-1', namespace: 'portal' },
    spec,
  });

  test('Pod Security lets its pods in, and no pod that may do more', async () => {
    await must(['apply', '-f', '-'], JSON.stringify(pod(template.spec)));
    const [container] = template.spec.containers;
    const more = { ...container, securityContext: { readOnlyRootFilesystem: true } };
    const refused = await kubectl(
      ['apply', '--dry-run=server', '-f', '-'],
      JSON.stringify({
        ...pod({ ...template.spec, containers: [more] }),
        metadata: { name: 'more', namespace: 'portal' },
      }),
    );
    assert.match(refused.err, /violates PodSecurity "restricted:v1.33"/);
  });

  test('it stands on the machines of its own pool, which a test of releases keeps applications from', () => {
    const pools = (JSON.parse(readFileSync(landingZoneFile, 'utf8')) as RecordedLandingZone).filter(
      ({ type }) => /\/managedClusters\/agentPools$/.test(type),
    );
    const { nodeSelector, tolerations } = template.spec;
    const selected = pools.filter(({ properties }) =>
      Object.entries(nodeSelector).every(([key, value]) => properties.nodeLabels?.[key] === value),
    );
    assert.deepEqual(
      selected.map(({ properties }) => properties.nodeTaints),
      [tolerations.map(({ key, value, effect }) => `${key}=${value}:${effect}`)],
    );
    assert.deepEqual(
      pools.map(
        ({ name, properties }) => `${name} in ${properties.vnetSubnetID.split('/').at(-1)}`,
      ),
      [
        'general in aks-subnet',
        'portal in portal-subnet',
        'shared in aks-subnet',
        'system in aks-subnet',
      ],
    );
  });

  test('the pod’s own account, which the Kubernetes tab reads with, may look and nothing else', async () => {
    const bindings = manifests.filter(({ kind }) => /RoleBinding$/.test(kind)) as unknown as {
      roleRef: object;
      subjects: object[];
    }[];
    assert.deepEqual(
      bindings.map(({ roleRef, subjects }) => ({ roleRef, subjects })),
      [
        {
          roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
          subjects: [{ kind: 'ServiceAccount', name: 'portal', namespace: 'portal' }],
        },
      ],
    );
    await must(['get', 'clusterrole', 'view']);
  });

  test('it runs, and is built on, bytes that somebody named, not what lies under a tag', () => {
    for (const { image } of template.spec.containers)
      assert.match(image, /^acrcontosokrc01\.azurecr\.io\/portal@sha256:[\da-f]{64}$/);
    const containerfile = readFileSync(join(repository, 'packages/backend/Containerfile'), 'utf8');
    const bases = [...containerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    assert.equal(bases.length, 3);
    for (const base of bases) assert.match(base, /@\$\{NODE_DIGEST\}$/);
    assert.match(containerfile, /^ARG NODE_DIGEST$/m, 'no default');
  });

  test('an hour of patience is for streams, 5 MB for deliveries, and nobody asks without end', () => {
    const ingresses = manifests.filter(({ kind }) => kind === 'Ingress') as unknown as {
      metadata: { annotations: Record<string, string> };
      spec: { tls: { hosts: string[] }[]; rules: { http: { paths: { path: string }[] } }[] };
    }[];
    const paths = ingresses.flatMap(({ metadata, spec }) => {
      assert.deepEqual(spec.tls[0].hosts, [values.portal_host]);
      const of = (name: string) => metadata.annotations[`nginx.ingress.kubernetes.io/${name}`];
      assert.ok(Number(of('limit-rps')) > 0 && Number(of('limit-connections')) > 0);
      return spec.rules.flatMap(({ http }) => http.paths.map(({ path }) => ({ path, of })));
    });
    /** As NGINX: where one Ingress of a host uses expressions, all of its paths are some, and the longest is tried first. */
    const annotationsFor = (asked: string) =>
      paths
        .toSorted((a, b) => b.path.length - a.path.length)
        .find(({ path }) => new RegExp(`^${path}`, 'i').test(asked))!.of;
    const app = '/api/private-ai/apps/component/default/weather';
    for (const streamed of [
      `${app}/runs`,
      `${app}/runs/1/events`,
      '/api/private-ai/operations/1/events',
      '/api/scaffolder/v2/tasks/1/eventstream',
      '/api/signals',
    ]) {
      const of = annotationsFor(streamed);
      assert.deepEqual(
        [of('proxy-buffering'), of('proxy-read-timeout')],
        ['off', '3600'],
        streamed,
      );
    }
    for (const other of [
      '/',
      '/catalog/default/component/weather/chat',
      `${app}/threads/1`,
      '/api/private-ai/operations',
      '/api/catalog/entities/by-query',
    ])
      assert.ok(Number(annotationsFor(other)('proxy-read-timeout')) <= 120, other);
    const size = (asked: string) => annotationsFor(asked)('proxy-body-size');
    assert.equal(size('/api/private-ai/webhooks/git/korea'), '5m');
    assert.deepEqual([size('/api/private-ai/operations'), size(`${app}/runs`)], ['2m', '2m']);
  });

  test('what app-config.production.yaml takes from its environment is there', () => {
    const file = readFileSync(join(repository, 'app-config.production.yaml'), 'utf8');
    const document = parseDocument(file);
    // An example, which landing-zones.yaml goes before.
    document.deleteIn(['privateAi', 'landingZones']);
    const asked = new Set([...String(document).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    const [container] = template.spec.containers;
    const given = container.env.map(({ name }) => name);
    for (const { kind, ...rest } of manifests) {
      if (kind !== 'SecretProviderClass') continue;
      const { spec } = rest as unknown as {
        spec: { secretObjects?: { secretName: string; data: { key: string }[] }[] };
      };
      for (const { secretName, data } of spec.secretObjects ?? [])
        if (secretName === 'portal') given.push(...data.map(({ key }) => key));
    }
    assert.deepEqual(
      [...asked].filter(name => !given.includes(name)),
      [],
    );
  });

  test('it starts as the image does, with its landing zones beside; its keys lie where the configuration looks', () => {
    const containerfile = readFileSync(join(repository, 'packages/backend/Containerfile'), 'utf8');
    const command = JSON.parse(/^CMD (.*)$/m.exec(containerfile)?.[1] ?? '') as string[];
    const [{ args }] = template.spec.containers;
    assert.deepEqual(args, [...command, '--config', '/etc/private-ai/config/landing-zones.yaml']);
    const { privateAi } = parse(
      readFileSync(join(repository, 'app-config.production.yaml'), 'utf8'),
    );
    const [{ privateKeyFile }] = privateAi.userTokens.keys;
    const mounted = built.match(/objectAlias: (\S+)/)?.[1];
    assert.equal(privateKeyFile, `/etc/private-ai/user-tokens/${mounted}`);
  });
});
