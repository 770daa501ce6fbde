import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { clusterFor } from '../kubernetes/clusterFor';
import { requested } from '../testing/requested';
import { startWorker, type Worker } from './workerForTest';

let local: LocalAzure;
let azure: Azure;
let folder: string;
const signal = new AbortController().signal;

const checker = outsideTruth('azure-types/check.mjs');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'private-ai-provision-'));
  local = await startLocalAzure();
  azure = azureFor(local.zone, { ca: local.ca });
});
afterAll(async () => {
  worker?.kill();
  await local?.stop();
  rmSync(folder, { recursive: true });
});

interface Run {
  log: string[];
  outputs?: Record<string, string>;
  error?: { name: string; message: string; code?: string };
}

interface Options {
  /** Kills the process as soon as a line of its log matches. A fault has to keep it from going on. */
  killAt?: RegExp;
  /** Kills it as soon as it has kept a poller's token for this resource; likewise. */
  killWaitingFor?: string;
  model?: { name: string; version: string; capacity?: number };
  part?: 'foundry' | 'identity';
  /** What the pre-flight checks find. */
  problems?: string[];
}

/** After a kill there is a new one. */
let worker: Worker | undefined;

/** What fails next. */
async function faults(rules: { match: object; times?: number; answer: object }[]): Promise<void> {
  const all = rules.map(({ match, ...rest }) => ({ match: { room: 'arm', ...match }, ...rest }));
  const answer = await fetch(`${local.admin}/faults`, { method: 'PUT', body: JSON.stringify(all) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Provisions in another process. */
async function provision(
  name: string,
  { killAt, killWaitingFor, model, part, problems }: Options = {},
): Promise<Run> {
  const request = requested(name, local.zone);
  const asked = { ...request, model: { ...request.model, ...model } };
  const kept = join(folder, `${name}-kept.json`);
  const child = (worker ??= startWorker(local, folder));
  child.stdin.write(`${JSON.stringify({ request: asked, part, problems, kept })}\n`);
  const log: string[] = [];
  const looking = setInterval(() => {
    const tokens = killWaitingFor && existsSync(kept) ? readFileSync(kept, 'utf8') : '';
    if (tokens.includes(`"poller:${killWaitingFor}"`)) child.kill('SIGKILL');
  }, 10);
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    log.push(line);
    if (killAt?.test(line)) child.kill('SIGKILL');
    if (line.startsWith('{')) break;
  }
  clearInterval(looking);
  const last = log.at(-1) ?? '';
  if (last.startsWith('{')) return { log, ...JSON.parse(last) };
  worker = undefined;
  return { log };
}

interface Put {
  id: string;
  type: string;
  apiVersion: string;
  body: { properties?: Record<string, unknown> };
}

/** Every PUT that Resource Manager received for an application. */
async function putsOf(name: string): Promise<Put[]> {
  const writes: Put[] = await (await fetch(`${local.admin}/arm/writes`)).json();
  return writes.filter(({ id }) => id.includes(`-${name}-`) || id.includes(`/${name}_`));
}

/** The same, by the ends of their ids. */
const puts = async (name: string) =>
  (await putsOf(name)).map(({ id }) => id.split('/').slice(-2).join('/'));

const group = (name: string) =>
  `/subscriptions/${local.zone.azure.subscriptionId}/resourceGroups/rg-${name}-krc-01`;
const account = (name: string) =>
  `${group(name)}/providers/Microsoft.CognitiveServices/accounts/aif-${name}-krc-01`;
const endpoint = (name: string) =>
  `${group(name)}/providers/Microsoft.Network/privateEndpoints/pe-aif-${name}-krc-01`;

describe('provisioning, by real clients against Resource Manager, Entra, a cluster and Service Connector', () => {
  it('makes everything, and writes nothing the second time', async () => {
    const first = await provision('weather');
    expect(first.error).toBeUndefined();
    expect(first.outputs).toEqual({
      namespace: 'weather',
      foundryAccount: 'aif-weather-krc-01',
      modelDeployment: 'gpt-5.2',
      identity: 'uami-aif-weather-krc-01',
      connector: 'weather_aif_connection',
      connectorSecret: 'sc-weatheraifconnection-secret',
      serviceAccount: expect.stringMatching(/^sc-account-[0-9a-f-]{36}$/),
      service: 'weather',
      endpoint: expect.stringMatching(
        /^https:\/\/aif-weather-krc-[0-9a-f]{8}\.openai\.azure\.com\/$/,
      ),
      identityClientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const found = await azure.arm.get(account('weather'), apiVersions.cognitiveServices);
    expect(found).toMatchObject({
      kind: 'AIServices',
      tags: { 'private-ai-entity': 'component:default/weather', 'cost-center': 'ai-platform' },
      properties: { publicNetworkAccess: 'Disabled', disableLocalAuth: true },
    });
    const cluster = clusterFor(local.zone, azure);
    const secret = { kind: 'Secret', name: 'sc-weatheraifconnection-secret' };
    expect(await cluster.get({ apiVersion: 'v1', namespace: 'weather', ...secret })).toMatchObject({
      data: { AZURE_AISERVICES_OPENAI_BASE: expect.any(String) },
    });

    const before = await puts('weather');
    const second = await provision('weather');
    expect(second.outputs).toEqual(first.outputs);
    expect(second.log.at(-2)).toBe('Everything was there.');
    expect(await puts('weather')).toEqual(before);
  });

  it('sends Service Connector what its own library would drop', async () => {
    const linker = (await putsOf('weather')).find(({ id }) => id.includes('/linkers/'));
    expect(linker?.body.properties).toMatchObject({
      authInfo: { authType: 'userAssignedIdentity', roles: [expect.any(String)] },
      publicNetworkSolution: { action: 'optOut' },
      scope: 'weather',
    });
  });

  needing(checker, it)('sends only bodies that Microsoft’s published shapes allow', async () => {
    const { checkBody } = require(checker.path);
    const sent = await putsOf('weather');
    expect(sent.length).toBeGreaterThanOrEqual(8);
    for (const { type, apiVersion, body } of sent)
      expect([type, ...checkBody(`${type}@${apiVersion}`, body)]).toEqual([type]);
  });

  it('goes on, after kill -9, with the long-running operation that had begun', async () => {
    await faults([
      { match: { operationOf: '/accounts/aif-poller-krc-01$' }, answer: { hang: true } },
    ]);
    const killed = await provision('poller', { killWaitingFor: 'foundry-account' });
    expect(killed.outputs).toBeUndefined();
    await faults([]);
    const { log, error } = await provision('poller');
    expect(error).toBeUndefined();
    expect(log).toContain(
      'Foundry account aif-poller-krc-01: waiting for what an earlier run started',
    );
    const made = await puts('poller');
    expect(made.filter(one => one === 'accounts/aif-poller-krc-01')).toHaveLength(1);
  });

  it('converges after kill -9 at any moment, and doubles nothing', async () => {
    for (const [killAt, path] of [
      [/^Private endpoint .*: creating$/, '/pe-aif-killed-krc-01\\?'],
      [/^Service connector .*: creating$/, '/linkers/killed_'],
    ] as const) {
      await faults([{ match: { method: 'PUT', path }, answer: { hang: 'after' } }]);
      const killed = await provision('killed', { killAt });
      expect(killed.outputs).toBeUndefined();
      expect(killed.log).toContainEqual(expect.stringMatching(killAt));
    }
    await faults([]);
    expect((await provision('killed')).error).toBeUndefined();
    const roles = (await puts('killed')).filter(one => one.startsWith('roleAssignments/'));
    expect(new Set(roles).size).toBe(1);
    expect((await provision('killed')).log.at(-2)).toBe('Everything was there.');
  });

  it('brings back what was taken away behind its back, and only that', async () => {
    const before = await puts('weather');
    const platform = azureFor(local.platformZone, { ca: local.ca });
    const cluster = clusterFor(local.platformZone, platform);
    await azure.arm.remove(endpoint('weather'), apiVersions.network, { signal });
    const policy = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: 'weather' };
    const [quota] = await cluster.list(policy);
    await cluster.remove({ ...policy, name: quota.metadata.name });

    const { log, outputs } = await provision('weather');
    expect(outputs).toBeDefined();
    expect((await puts('weather')).slice(before.length)).toEqual([
      'privateEndpoints/pe-aif-weather-krc-01',
      'privateDnsZoneGroups/default',
    ]);
    expect(log).toContain(`Namespace weather: updating ResourceQuota ${quota.metadata.name}`);
  });

  it('waits through throttling, resets and failures', async () => {
    const fault = (answer: object, path: string) => ({
      match: { method: 'PUT', path },
      times: 1,
      answer,
    });
    await faults([
      fault({ status: 429, code: 'TooManyRequests', retryAfter: 1 }, 'aif-rough-krc-01'),
      fault({ reset: true }, 'uami-aif-rough'),
      fault({ status: 400, code: 'PrincipalNotFound' }, 'roleAssignments'),
      fault({ status: 503, code: 'ServerBusy' }, 'pe-aif-rough'),
    ]);
    const { outputs, error, log } = await provision('rough');
    expect(error).toBeUndefined();
    expect(outputs).toBeDefined();
    expect(log.join('\n')).toMatch(/Role .*: .*PrincipalNotFound/);
  });

  it('says everything that is wrong in one list, before anything is written', async () => {
    await azure.arm.put(
      group('many'),
      apiVersions.resourceGroup,
      { location: 'koreacentral' },
      { signal },
    );
    const { error } = await provision('many', { problems: ['The quota is used up.'] });
    expect(error?.message).toMatch(
      /^Nothing was written for component:default\/many\. 2 things stand in the way:\n1\. Resource group .*\n2\. The quota is used up\.$/,
    );
    expect(await puts('many')).toEqual(['resourceGroups/rg-many-krc-01']);
    expect((await provision('weather', { problems: ['Nobody asks this.'] })).error).toBeUndefined();
  });

  it('makes a part alone', async () => {
    expect((await provision('partial', { part: 'identity' })).error).toBeUndefined();
    expect(await puts('partial')).toEqual([
      'resourceGroups/rg-partial-krc-01',
      'userAssignedIdentities/uami-aif-partial-krc-01',
    ]);
  });

  it('plans another capacity as a difference, and writes only that', async () => {
    const before = await puts('weather');
    const { log, error } = await provision('weather', {
      model: { name: 'gpt-5.2', version: '2025-12-11', capacity: 30 },
    });
    expect(error).toBeUndefined();
    expect(log).toContain('Model deployment gpt-5.2: updating sku.capacity: 10 → 30');
    expect((await puts('weather')).slice(before.length)).toEqual(['deployments/gpt-5.2']);
  });

  it('touches nothing that is not the application’s own', async () => {
    const version = apiVersions.resourceGroup;
    await azure.arm.put(group('foreign'), version, { location: 'koreacentral' }, { signal });
    const { error } = await provision('foreign');
    expect(error).toMatchObject({
      name: 'ProblemsError',
      message: expect.stringMatching(
        /^Nothing was written for component:default\/foreign: Resource group rg-foreign-krc-01 exists and is not the portal’s.*left as it is/,
      ),
    });
    expect((await azure.arm.get(group('foreign'), version))?.tags ?? {}).toEqual({});
    expect(await puts('foreign')).toEqual(['resourceGroups/rg-foreign-krc-01']);
  });

  it('stops at once with one sentence where Azure refuses for good', async () => {
    const { error, log } = await provision('retired', {
      model: { name: 'gpt-5.2-chat', version: '2025-12-11' },
    });
    expect(error).toMatchObject({
      name: 'AzureError',
      code: 'ServiceModelDeprecated',
      message: expect.stringMatching(
        /^Model deployment gpt-5\.2-chat in resource group rg-retired-krc-01: this model version is retired\. Choose another model/,
      ),
    });
    expect(log.at(-2)).toMatch(/^There is now: .*Foundry account aif-retired-krc-01/);
  });
});
