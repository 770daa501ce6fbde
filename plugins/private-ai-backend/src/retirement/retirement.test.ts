import { randomUUID } from 'node:crypto';
import type { Operation, OperationOutputs } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { afterForTest } from '../testing/after';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { OPENAI_USER, roleAssignmentBody } from '../azure/roleAssignment';
import type { LandingZone } from '../config/landingZone';
import { anOwner } from '../testing/app';
import type { ClusterClient } from '../kubernetes/client';
import { askRegion } from '../landingZones/capacity';
import { clusterFor } from '../kubernetes/clusterFor';
import { createProvisionWork } from '../provisioning/work';
import { publishedForTest } from '../testing/keys';
import { contextOf, southOf } from '../testing/context';
import { requested } from '../testing/requested';
import { retirementPlan } from './plan';
import { createRetireWork } from './work';

let local: LocalAzure;
let azure: Azure;
let cluster: ClusterClient;
const signal = new AbortController().signal;
const { resourceGroup, identity, cognitiveServices, serviceConnector } = apiVersions;
const linkers = () => `${local.zone.aks.clusterId}/providers/Microsoft.ServiceLinker/linkers`;
const group = (name: string) =>
  `/subscriptions/${local.zone.azure.subscriptionId}/resourceGroups/rg-${name}-krc-01`;

beforeAll(async () => {
  local = await startLocalAzure();
  azure = azureFor(local.zone, { ca: local.ca });
  cluster = clusterFor(local.zone, azure);
});
afterAll(() => local?.stop());

const reach = () => ({ azure, cluster });
const deps = () => ({ azure: () => azure, cluster: () => cluster });

async function provision(name: string, zone = local.zone) {
  const request = requested(name, zone);
  const operation = { kind: 'provision', input: { app: request } } as Operation<'provision'>;
  const work = createProvisionWork({
    ...deps(),
    owner: async () => anOwner,
    userTokens: publishedForTest,
    preflight: async () => [],
  });
  await work.run({ ...contextOf(zone), operation });
}

function retire(
  name: string,
  of: ReturnType<typeof contextOf> = contextOf(local.zone),
  zones?: LandingZone[],
): Promise<OperationOutputs['retire']> {
  const input = { entityRef: `component:default/${name}`, landingZone: of.zone.name };
  return createRetireWork({ ...deps(), zones, after: afterForTest() }).run({
    ...of,
    operation: { kind: 'retire', input } as Operation<'retire'>,
  });
}

/** What is left below a name in Azure and in the cluster, foreign or not. */
async function leftOf(name: string) {
  const [inGroup, connections, namespace] = await Promise.all([
    azure.arm
      .list(`${group(name)}/resources`, resourceGroup)
      .catch(() => [{ name: 'no resource group' }]),
    azure.arm.list(linkers(), serviceConnector),
    cluster.get({ apiVersion: 'v1', kind: 'Namespace', name }),
  ]);
  return {
    inGroup: inGroup.map(one => one.name),
    linkers: connections.map(one => one.name).filter(one => one.startsWith(`${name}_`)),
    namespace: namespace?.metadata.name,
  };
}

const inUse = async () => (await askRegion(local.zone, azure.arm)).usages;
const nothing = { inGroup: ['no resource group'], linkers: [], namespace: undefined };
const types = (things: { type: string }[]) => things.map(({ type }) => type);

describe('a retirement', () => {
  it('shows its list, removes exactly that, and has nothing to do a second time', async () => {
    const unused = await inUse();
    await provision('weather');
    expect(await inUse()).not.toEqual(unused);
    const app = { entityRef: 'component:default/weather', zone: local.zone };
    const plan = await retirementPlan(app, reach(), { signal, now: 0 });
    const listed = types(plan.removes);
    for (const [one, other] of [
      ['Service connector', 'Namespace'],
      ['Service connector', 'Role assignment'],
      ['Model deployment', 'Foundry account'],
      ['Foundry project', 'Foundry account'],
      ['DNS zone group', 'Private endpoint'],
      ['Private endpoint', 'Foundry account'],
      ['Role assignment', 'Managed identity'],
      ['Federated credential', 'Managed identity'],
      ['Foundry account', 'Resource group'],
      ['Managed identity', 'Resource group'],
    ]) {
      expect(listed).toEqual(expect.arrayContaining([one, other]));
      expect([one, listed.lastIndexOf(one)]).toEqual([
        one,
        Math.min(listed.lastIndexOf(one), listed.indexOf(other)),
      ]);
    }
    expect((await leftOf('weather')).namespace).toBe('weather');

    const first = await retire('weather');
    expect(new Set(first.removed.map(({ name }) => name))).toEqual(
      new Set(plan.removes.map(({ name }) => name)),
    );
    expect(await leftOf('weather')).toEqual(nothing);
    // An account that is deleted with its deployments would hold on to what they had.
    expect(await inUse()).toEqual(unused);
    const stays = first.stays.map(({ name }) => name).join('\n');
    expect(stays).toContain('The deleted Foundry account aif-weather-krc-01');
    expect(stays).toMatch(/acrcontosokrc01\.azurecr\.io\/private-ai\/weather-[0-9a-f]{20}$/m);
    // The platform's own stands.
    expect(await azure.arm.get(local.zone.aks.clusterId, '2025-05-01')).toBeDefined();

    const second = await retire('weather');
    expect(second.removed).toEqual([]);
    expect(second.stays).toEqual(first.stays);
  });

  it('leaves what is somebody else’s, and names it', async () => {
    await provision('shore');
    await provision('inland');
    const { location } = local.zone.azure;
    const foreign = `${group('shore')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uami-foreign`;
    await azure.arm.put(foreign, identity, { location }, { signal });
    // Marked by hand for this application, but not made by the portal.
    const byHand = `${group('shore')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uami-by-hand`;
    const tags = { 'private-ai-entity': 'component:default/shore' };
    await azure.arm.put(byHand, identity, { location, tags }, { signal });
    // Another namespace's connection to this application's account.
    const own = await azure.arm.get(`${linkers()}/inland_aif_connection`, serviceConnector);
    const account = `${group('shore')}/providers/Microsoft.CognitiveServices/accounts/aif-shore-krc-01`;
    await azure.arm.put(
      `${linkers()}/shore_foreign`,
      serviceConnector,
      {
        properties: {
          ...own!.properties,
          targetService: { type: 'AzureResource', id: account },
        },
      },
      { signal },
    );

    // A role on another account, where the portal need have no say.
    const agent = await azure.arm.get(
      `${group('shore')}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uami-aif-shore-krc-01`,
      identity,
    );
    const other = `${group('inland')}/providers/Microsoft.CognitiveServices/accounts/aif-inland-krc-01`;
    const { principalId } = agent!.properties as { principalId: string };
    const { properties } = roleAssignmentBody({ scope: other, principalId, role: OPENAI_USER });
    await azureFor(local.platformZone, { ca: local.ca }).arm.put(
      `${other}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
      apiVersions.roleAssignment,
      { properties },
      { signal },
    );

    const { removed, stays } = await retire('shore');
    expect(removed.filter(({ type }) => type === 'Role assignment')).toHaveLength(1);
    expect(types(removed)).not.toContain('Resource group');
    expect(await leftOf('shore')).toEqual({
      inGroup: ['uami-by-hand', 'uami-foreign'],
      linkers: ['shore_foreign'],
      namespace: undefined,
    });
    const said = stays.map(({ name, message }) => `${name}: ${message}`).join('\n');
    expect(said).toMatch(/Resource group rg-shore-krc-01: .*uami-foreign/);
    expect(said).toMatch(/uami-by-hand.*: .*the portal did not make it/);
    expect(said).toMatch(/shore_foreign.*: It connects the namespace inland/);
    expect(said).toMatch(/[Rr]ole assignment .*: Somebody else gave it/);
    const inland = await leftOf('inland');
    expect(inland).toMatchObject({ linkers: ['inland_aif_connection'], namespace: 'inland' });
    expect(inland.inGroup).toContain('aif-inland-krc-01');
  });

  it('leaves a shared account with its deployments, and takes the role on it', async () => {
    const { location, subscriptionId } = local.zone.azure;
    const accountId = `/subscriptions/${subscriptionId}/resourceGroups/rg-landing-zone/providers/Microsoft.CognitiveServices/accounts/aif-shared`;
    const shared = {
      location,
      kind: 'AIServices',
      sku: { name: 'S0' },
      identity: { type: 'SystemAssigned' },
      properties: { customSubDomainName: 'aif-shared-test', allowProjectManagement: true },
    };
    await azure.arm.put(accountId, cognitiveServices, shared, { signal });
    const zone = { ...local.zone, foundry: { account: 'shared' as const, accountId } };
    await provision('lodger', zone);
    const deployments = () => azure.arm.list(`${accountId}/deployments`, cognitiveServices);
    expect(await deployments()).toHaveLength(1);

    const { removed, stays } = await retire('lodger', contextOf(zone));
    expect(types(removed)).toContain('Role assignment');
    expect(types(removed)).not.toContain('Model deployment');
    expect(await deployments()).toHaveLength(1);
    const roles = await azure.arm.list(
      `${accountId}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions.roleAssignment,
    );
    // Those of the subscription come along.
    expect(roles.filter(({ properties }) => properties.scope === accountId)).toEqual([]);
    expect(stays.map(({ message }) => message).join('\n')).toMatch(/shared, and others may use/);
  });

  it('leaves what the application has in another landing zone of the same subscription and cluster', async () => {
    const south = southOf(local.zone);
    await provision('twin');
    await provision('twin', south);
    const { stays } = await retire('twin', contextOf(local.zone), [local.zone, south]);
    expect(await leftOf('twin')).toEqual(nothing);
    const said = stays.map(({ name, message }) => `${name}: ${message}`);
    expect(said).toContain(
      'Namespace south-twin: It is this application’s in the landing zone South, where it is retired.',
    );

    const { removed } = await retire('twin', contextOf(south), [local.zone, south]);
    expect(types(removed)).toEqual(
      expect.arrayContaining(['Namespace', 'Foundry account', 'Service connector']),
    );
  });

  it('takes the connection away, too, when identity and account have been taken away by hand', async () => {
    await provision('bare');
    await azure.arm.remove(group('bare'), resourceGroup, { signal });
    expect((await leftOf('bare')).linkers).toEqual(['bare_aif_connection']);
    const { removed } = await retire('bare');
    expect(types(removed)).toEqual(['Service connector', 'Namespace']);
    expect((await leftOf('bare')).linkers).toEqual([]);
  });

  it('takes the connection’s objects out of a namespace that is not the portal’s', async () => {
    await provision('guest');
    const v1 = { apiVersion: 'v1', namespace: 'guest' };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'guest' };
    const secret = { ...v1, kind: 'Secret', name: 'sc-guestaifconnection-secret' };
    const map = { ...v1, kind: 'ConfigMap', name: 'mine' };
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'mine', namespace: 'guest' },
    });
    const { labels, annotations } = (await cluster.get(namespace))!.metadata;
    const { 'private-ai-managed-by': _, ...byHand } = labels!;
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'guest', labels: byHand, annotations },
    });
    expect(await cluster.get(secret)).toBeDefined();

    const { removed, stays } = await retire('guest');
    expect(types(removed)).toEqual(expect.arrayContaining(['Secret', 'ServiceAccount']));
    expect(types(removed)).not.toContain('Namespace');
    expect(await cluster.get(secret)).toBeUndefined();
    const account = removed.find(({ type }) => type === 'ServiceAccount')!.name;
    expect(await cluster.get({ ...v1, kind: 'ServiceAccount', name: account })).toBeUndefined();
    expect(await cluster.get(map)).toBeDefined();
    expect(stays.map(({ name }) => name)).toContain('Namespace guest');
  });

  it('removes nothing more when it is cancelled, and goes on to the end when it is resumed', async () => {
    await provision('halfway');
    const cancelling = new AbortController();
    const of = contextOf(local.zone, cancelling.signal);
    const { log } = of;
    const removals = () => of.lines.filter(line => line.endsWith(': removing'));
    let begun: string[] = [];
    of.log = line => {
      log(line);
      if (!/^Service connector .*: gone/.test(line)) return;
      cancelling.abort();
      begun = removals();
    };
    await expect(retire('halfway', of)).rejects.toThrow(/Gone now: .*Service connector/);
    expect(removals()).toEqual(begun);
    const calls: { method: string; path: string }[] = await (
      await fetch(`${local.admin}/arm/calls`)
    ).json();
    const sent = calls.filter(one => one.method === 'DELETE' && one.path.includes('halfway'));
    expect(sent.length).toBeLessThanOrEqual(begun.length);
    expect((await leftOf('halfway')).inGroup).toContain('aif-halfway-krc-01');

    const { removed } = await retire('halfway', { ...of, log, signal });
    expect(types(removed)).toEqual(
      expect.arrayContaining(['Service connector', 'Foundry account', 'Resource group']),
    );
    expect((await leftOf('halfway')).inGroup).toEqual(['no resource group']);
  });
});
