import { rootCertificates } from 'node:tls';
import { ConfigReader } from '@backstage/config';
import { landingZoneConfig } from '../testing/landingZone';
import { readLandingZones } from './landingZone';

const id = (rest: string) => `/subscriptions/s/resourceGroups/rg/providers/${rest}`;
const valid = () =>
  structuredClone(
    landingZoneConfig({
      models: [
        { name: 'gpt-5.2', version: '2025-12-11', sku: 'DataZoneStandard', maxCapacity: 50 },
      ],
      git: { type: 'github', host: 'github.com', owner: 'contoso', visibility: undefined },
      telemetry: {
        operatorNamespace: 'otel',
        collectorEndpoint: 'http://main-collector.otel.svc:4318',
      },
    }),
  );

const key = '-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----';
const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
/** Of a server, not of an authority (CA:FALSE). */
const leaf = `-----BEGIN CERTIFICATE-----
MIIBcDCCARagAwIBAgIUdYpe6EnzUYPvsIrjEyyTGBE8UYowCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEbGVhZjAeFw0yNjExMjUyMjExMjFaFw00NjExMjAyMjExMjFa
MA8xDTALBgNVBAMMBGxlYWYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASfeP20
K2bkBy29dJtKrG1YhZS6boctiBK/7nAtJfWfFaa+qyGt11PnoakvF0tQmUu8q2kW
8mCsjHZ7EAhnC0Beo1AwTjAdBgNVHQ4EFgQUReYrAZ9xn6Fg28LJ/dP8niolFosw
HwYDVR0jBBgwFoAUReYrAZ9xn6Fg28LJ/dP8niolFoswDAYDVR0TAQH/BAIwADAK
BggqhkjOPQQDAgNIADBFAiEA04bzITD71ljkn5As8kwKHxZ38nHO0dImkimfwbqU
BIACIFPba+nvSdpcR4heR7Dfw8xvLxgF4ygN0xkca7Idyx75
-----END CERTIFICATE-----`;

const read = (...landingZones: object[]) =>
  readLandingZones(new ConfigReader({ privateAi: { landingZones } } as never));

/** The valid zone with one value at a dotted path put in, or taken out. */
function withValue(path: string, value: unknown): object {
  const zone = valid();
  const keys = path.split('.');
  const last = keys.pop()!;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- walks any part of the configuration
  let at: any = zone;
  for (const key of keys) at = at[key] ??= {};
  if (value === undefined) delete at[last];
  else at[last] = value;
  return zone;
}

describe('the landing zones of the configuration', () => {
  it('are read with every default filled in', () => {
    const [zone] = read(valid());
    expect(zone).toMatchObject({
      azure: {
        endpoint: 'https://management.azure.com',
        credential: { type: 'default', disableInstanceDiscovery: false },
      },
      foundry: { account: 'dedicated' },
      network: { dnsPolicy: 'portal' },
      models: [{ processing: 'data-zone', defaultCapacity: 10 }],
      runtimes: [{ name: 'typescript' }],
      telemetry: {
        ...{ collector: 'main', owner: 'landing-zone', images: {} },
        ...{ exportIntervalSeconds: 60, scrapeIntervalSeconds: 30 },
      },
      agents: { via: 'kubernetes-api' },
      tags: {},
      anyCommit: false,
      guardrails: {
        ownerRole: 'view',
        podSecurityVersion: 'v1.33',
        quota: { pods: '10' },
        limits: { default: { memory: '512Mi' } },
      },
    });
    expect(zone.metrics).toBeUndefined();
  });

  it('need no DNS zones where the company’s policy writes them', () => {
    const [zone] = read({
      ...valid(),
      network: { ...valid().network, dnsPolicy: 'managed', dnsZoneIds: undefined },
    });
    expect(zone.network.dnsZoneIds).toBeUndefined();
  });

  it('may share one Foundry account, which is named by its id', () => {
    const accountId = id('Microsoft.CognitiveServices/accounts/aif-shared');
    const [zone] = read(withValue('foundry', { account: 'shared', accountId }));
    expect(zone.foundry).toEqual({ account: 'shared', accountId });
  });

  it('say from where chat comes, and must where it comes by an address', () => {
    const url = 'https://agents/{namespace}/{service}';
    const [zone] = read(withValue('agents', { via: 'url', url, from: { cidrs: ['10.2.4.0/24'] } }));
    expect(zone.agents).toEqual({
      ...{ via: 'url', url },
      from: { namespaces: [], cidrs: ['10.2.4.0/24'] },
    });
    expect(() => read(withValue('agents', { via: 'url', url }))).toThrow(
      /agents\.from is missing: expected the namespaces or cidrs/,
    );
  });

  it('ask agents over TLS, but for a Service of the cluster, or where that is said', () => {
    const from = { cidrs: ['10.2.4.0/24'] };
    const agents = (url: string, more = {}) =>
      read(withValue('agents', { via: 'url', url, from, ...more }))[0].agents;
    for (const url of [
      'http://{service}.{namespace}.svc:{port}',
      'http://{service}.{namespace}.svc.cluster.local/x',
      'http://127.0.0.1:7000/{namespace}',
    ])
      expect(agents(url)).toMatchObject({ url });
    for (const url of [
      'http://agents.contoso.example/{namespace}',
      'http://{namespace}.svc.evil.example',
      'http://a.svc@evil.example/{namespace}',
      'http://a.svc:x@evil.example/{namespace}',
    ]) {
      expect(() => agents(url)).toThrow(/agents\.url is ".*": expected https:\/\/, because/);
      expect(agents(url, { insecure: true })).toMatchObject({ url });
    }
  });

  it('take the company’s authorities, and nothing else for them', () => {
    const [root] = rootCertificates;
    const [zone] = read(withValue('network.caBundle', `# Contoso\n${root}\n${root}`));
    expect(zone.network.caBundle).toContain(root);
  });

  it('keep the secret of the webhook apart from what the browser sees, and show none that is too short', () => {
    const [zone] = read(withValue('git.webhookSecret', 'as long as it has to be'));
    expect(zone.webhookSecret).toBe('as long as it has to be');
    expect(JSON.stringify(zone.git)).not.toContain('as long');
    const short = () => read(withValue('git.webhookSecret', 'hush'));
    expect(short).toThrow(
      'privateAi.landingZones[0].git.webhookSecret is too short: expected at least 16 characters.',
    );
    expect(short).not.toThrow('hush');
  });

  it('keep the guard rails that are not named', () => {
    const [zone] = read(withValue('guardrails.quota', { pods: 20 }));
    expect(zone.guardrails.quota).toMatchObject({ pods: '20', 'limits.cpu': '4' });
  });

  it('show runtimes that are not to be had, with why', () => {
    const unavailable = 'This landing zone has no Python images yet.';
    const [zone] = read(withValue('runtimes', ['typescript', { name: 'python', unavailable }]));
    expect(zone.runtimes).toEqual([{ name: 'typescript' }, { name: 'python', unavailable }]);
  });

  it('may be none at all', () => {
    expect(readLandingZones(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    ['name', 'Korea Central', 'expected lower-case letters, digits and dashes'],
    ['azure.tenantId', 'contoso', 'expected a GUID'],
    ['azure.tenantId', undefined, 'Missing required config value'],
    ['azure.endpoint', 'http://localhost', 'expected an https:// address'],
    ['azure.credential.type', 'certificate', 'expected one of default, clientSecret'],
    ['naming.identity', 'uami-{name}', '{name} is no placeholder here; known: {app}'],
    ['naming.identity', 'uami', 'it needs {app}, else two applications would share one name'],
    ['naming.connector', '{app}.connection', 'lower-case letters, digits and underscores'],
    ['naming.namespace', '{app}-in-a-name-that-is-far-too-long-for-a-dns-label', 'a DNS label'],
    ['naming.foundryProject', 'p', '2 to 64 letters'],
    ['foundry.account', 'common', 'expected one of dedicated, shared'],
    ['foundry.accountId', id('Microsoft.CognitiveServices/accounts/a'), 'account: shared beside'],
    ['network.privateEndpointCidr', '10.2.0.1/22', 'expected an address range'],
    ['network.privateEndpointCidr', '10.2.0.0', 'expected an address range'],
    ['network.privateEndpointSubnetId', 'pe-subnet', 'virtualNetworks/subnets'],
    ['network.dnsZoneIds.openAi', undefined, 'Missing required config value'],
    ['aks.clusterId', id('Microsoft.Network/virtualNetworks/vnet'), 'managedClusters'],
    ['registry.build.strategy', 'podman', 'expected one of tasks, external'],
    ['registry.permissions', 'abac', 'expected one of registry, repositories'],
    ['registry.bases', ['library'], 'with the last slash'],
    ['registry.bases', ["x' OR 'y/"], 'with the last slash'],
    ['registry.bases', ['library/', 'private-ai/payroll/'], "where applications' own images lie"],
    ['registry.bases', ['private-ai/'], "where applications' own images lie"],
    ['registry.build', { strategy: 'external', agentPool: 'pool' }, 'strategy: tasks'],
    ['registry.build', { strategy: 'external', waitMinutes: 0 }, 'whole number of at least 1'],
    ['models', [], 'expected at least one model'],
    ['runtimes', ['cobol'], 'expected a list of typescript, python'],
    ['runtimes', ['python', { name: 'python', unavailable: 'No.' }], 'each once'],
    ['runtimes', [{ name: 'python', unavailable: 'No.' }], 'one at least that may be chosen'],
    ['runtimes', ['typescript', { name: 'python', unavailable: true }], '{ name, unavailable: a'],
    ['git.type', 'svn', 'expected one of github, azure, gitlab, gitea'],
    ['telemetry.exportIntervalSeconds', 0, 'expected a whole number of at least 1'],
    ['telemetry.scrapeIntervalSeconds', 0.5, 'expected a whole number of at least 1'],
    ['telemetry.collectorEndpoint', 'http://main-collector.other.svc:4318', '-collector.otel.svc'],
    ['telemetry.collectorEndpoint', 'http://main-collector.otel.svc:4317', ':4318, the Service of'],
    [
      'telemetry.collectorEndpoint',
      `http://${'a'.repeat(60)}-collector.otel.svc:4318`,
      'at most 62 characters',
    ],
    ['telemetry.owner', 'nobody', 'expected one of landing-zone, portal'],
    ['telemetry.images.python', 'no image', 'expected an image'],
    ['agents', { via: 'url', url: 'https://agents/{app}' }, '{service}, {namespace}'],
    ['agents.from', {}, 'expected namespaces or cidrs, at least one'],
    ['agents.from.cidrs', ['10.2.4.1/24'], 'expected address ranges'],
    ['agents.from.namespaces', ['No_Such'], 'expected names of namespaces'],
    ['network.caBundle', 'none', 'authorities (there is none in it)'],
    ['network.caBundle', key, 'authorities (block 1 is no certificate)'],
    ['network.caBundle', broken, 'authorities (number 1 cannot be read)'],
    ['network.caBundle', leaf, 'authorities (number 1, CN=leaf, is no authority'],
    ['guardrails.ownerRole', 'no role', 'expected the name of a ClusterRole'],
    ['guardrails.podSecurityVersion', '1.33', 'expected a version such as v1.33'],
    ['guardrails.reservedNamespaces', ['Ingress'], 'expected a list, each a DNS label'],
    ['guardrails.quota', { pods: 'many' }, 'a Kubernetes quantity at pods'],
  ])('%s: %j fails, by its key and what is expected', (path, value, says) => {
    const zone = withValue(path, value);
    const key = path === 'agents' ? 'agents.url' : path;
    expect(() => read(zone)).toThrow(`privateAi.landingZones[0].${key}`);
    expect(() => read(zone)).toThrow(says);
  });

  it('need the id of an account that is shared', () => {
    expect(() => read(withValue('foundry', { account: 'shared' }))).toThrow(
      /Missing required config value.*foundry\.accountId/,
    );
    expect(() => read(withValue('foundry', { account: 'shared', accountId: 'aif' }))).toThrow(
      'the full id of a Microsoft.CognitiveServices/accounts',
    );
  });

  it('name the model whose value is wrong', () => {
    const models = [{ name: 'm', version: '1', sku: 'Batch', maxCapacity: 1 }];
    expect(() => read({ ...valid(), models })).toThrow(
      'privateAi.landingZones[0].models[0].sku is "Batch": expected one of Standard',
    );
    const tight = [{ ...models[0], sku: 'Standard', defaultCapacity: 2 }];
    expect(() => read({ ...valid(), models: tight })).toThrow(
      /models\[0\]\.defaultCapacity is 2: expected at most maxCapacity, which is 1/,
    );
  });

  it('have names of their own', () => {
    expect(() => read(valid(), valid())).toThrow(
      'privateAi.landingZones[1].name is "korea": expected a name that entry 0 does not have',
    );
  });

  it('never show a secret in an error', () => {
    expect(() => read(withValue('network.caBundle', key))).not.toThrow(/hush/);
    const zone = withValue('azure.credential', {
      type: 'clientSecret',
      clientId: 'not-a-guid',
      clientSecret: 'hush',
    });
    expect(() => read(zone)).toThrow(/clientId is "not-a-guid": expected a GUID/);
    expect(() => read(zone)).not.toThrow(/hush/);
  });
});
