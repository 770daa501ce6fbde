import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { startLocalArm, type LocalAzure } from '../azure/azureForTest';
import { modelDeploymentBody, modelDeploymentId } from '../azure/modelDeployment';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { requireAppRequest } from './appRequest';
import { modelCapacities } from './capacity';
import { namesOf } from './names';
import { previewApp } from './preview';

let local: LocalAzure;
let azure: Azure;
const signal = new AbortController().signal;

beforeAll(async () => {
  local = await startLocalArm();
  azure = azureFor(local.zone, { ca: local.ca });
}, 30_000);
afterAll(() => local?.stop());

const asked = (name: string, model = {}) =>
  requireAppRequest(
    {
      name,
      owner: 'app-team',
      landingZone: 'korea',
      model: {
        name: 'gpt-5.2',
        version: '2025-12-11',
        sku: 'GlobalStandard',
        capacity: 10,
        ...model,
      },
      runtime: 'typescript',
      instructions: 'Help.',
    },
    [local.zone],
  ).request;

/** A cluster that holds these Namespaces. */
const clusterWith = (...namespaces: KubernetesObject[]) =>
  ({
    get: async ({ name }) => namespaces.find(({ metadata }) => metadata.name === name),
  }) as ClusterClient;

const preview = (request: ReturnType<typeof asked>, overrides = {}) =>
  previewApp(request, {
    zone: local.zone,
    arm: azure.arm,
    cluster: clusterWith(),
    entityExists: async () => false,
    ...overrides,
  });

/** Another application's account with its model, as a provision would leave them. */
async function provisioned(name: string, capacity: number, entityRef?: string) {
  const request = { ...asked(name, { capacity }), ...(entityRef && { entityRef }) };
  const app = { request, zone: local.zone, names: namesOf(asked(name), local.zone) };
  const version = apiVersions.cognitiveServices;
  const { arm } = azure;
  await arm.put(resourceGroupId(app), apiVersions.resourceGroup, resourceGroupBody(app), {
    signal,
  });
  await arm.put(foundryAccountId(app), version, foundryAccountBody(app), { signal });
  await arm.put(modelDeploymentId(app), version, modelDeploymentBody(app), { signal });
}

describe('the preview', () => {
  it('names what will be made, and finds nothing in the way', async () => {
    const { resources, problems } = await preview(asked('weather'));
    expect(problems).toEqual([]);
    expect(resources).toEqual(
      expect.arrayContaining([
        { type: 'Resource group', name: 'rg-weather-krc-01' },
        { type: 'Foundry account', name: 'aif-weather-krc-01' },
        { type: 'Kubernetes namespace', name: 'weather' },
        { type: 'Service connector', name: 'weather_aif_connection' },
      ]),
    );
  });

  it('says that the name is taken: in the catalog, in the cluster, in Azure', async () => {
    const { problems } = await preview(asked('weather'), { entityExists: async () => true });
    expect(problems).toEqual([
      {
        field: 'name',
        message: 'The catalog already has component:default/weather: choose another name.',
      },
    ]);

    const foreign = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'weather',
        annotations: { 'private-ai-entity': 'component:default/other' },
      },
    };
    expect((await preview(asked('weather'), { cluster: clusterWith(foreign) })).problems).toEqual([
      {
        field: 'name',
        message: 'The namespace weather belongs to component:default/other: choose another name.',
      },
    ]);

    await provisioned('payroll', 10, 'component:default/other');
    expect((await preview(asked('payroll'))).problems).toEqual([
      {
        field: 'name',
        message:
          'The Foundry account aif-payroll-krc-01 belongs to component:default/other: choose another name.',
      },
    ]);
  }, 20_000);

  it('says how much quota is left, and counts what the application holds as its own', async () => {
    await provisioned('greedy', 100);
    const { problems } = await preview(asked('weather', { capacity: 60 }));
    expect(problems).toEqual([
      {
        field: 'model',
        message: expect.stringMatching(/has \d+ thousand tokens a minute left of gpt-5\.2.*not 60/),
      },
    ]);
    expect((await preview(asked('greedy', { capacity: 100 }))).problems).toEqual([]);
    const [offer] = await modelCapacities(local.zone, azure.arm);
    expect(offer.left! + offer.used!).toBe(150);
  }, 20_000);

  it('says that a model is retired or not offered, before anything is made', async () => {
    const old = { ...local.zone.models[0], name: 'gpt-5.2-chat' };
    const unknown = { ...local.zone.models[0], name: 'gpt-9' };
    const zone = { ...local.zone, models: [old, unknown] };
    const [retired, never] = await modelCapacities(zone, azure.arm);
    expect(retired.problem).toMatch(/gpt-5\.2-chat 2025-12-11 was retired on 2026-06-29/);
    expect(never.problem).toMatch(/Azure does not offer gpt-9/);
  });

  it('still answers when cluster and Azure do not, each with its sentence', async () => {
    const down = () => Promise.reject(new Error('it is down'));
    const { resources, problems } = await preview(asked('weather'), {
      arm: { ...azure.arm, get: down, list: down },
      cluster: { get: down },
    });
    expect(resources.length).toBeGreaterThan(5);
    expect(problems.map(({ message }) => message)).toEqual([
      'The portal could not ask the cluster: it is down',
      'The portal could not ask Azure: it is down',
      'The portal could not ask Azure about the quota: it is down',
    ]);
  });
});
