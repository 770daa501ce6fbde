import type { Azure } from '../azure/azureFor';
import { azureFor } from '../azure/azureFor';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import { startLocalArm, type LocalAzure } from '../testing/localAzure';
import type { ArmResource } from '../azure/client';
import { deletedAccountId, foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { modelDeploymentId, modelDeploymentsPath } from '../azure/modelDeployment';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { namesOf, type ManifestInput } from '../app/names';
import { formerDeployments } from '../resources/formerDeployments';
import { appGraph } from './appGraph';
import { outputsOf } from './outputs';
import { planGraph } from '../engine/plan';
import { bring, stepWith } from '../testing/bring';

let local: LocalAzure;
let azure: Azure;
beforeAll(async () => {
  local = await startLocalArm();
  azure = azureFor(local.zone, { ca: local.ca });
});
afterAll(() => local?.stop());

const version = apiVersions.cognitiveServices;
const { signal } = new AbortController();
const gpt52 = { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 };
const mini = { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', capacity: 5 };

function appOf(
  name: string,
  { model = gpt52, ...change }: Partial<LandingZone> & { model?: typeof gpt52 } = {},
): ManifestInput {
  const zone = { ...local.zone, ...change };
  const request = {
    name,
    entityRef: `component:default/${name}`,
    model,
    runtime: 'typescript',
  } as ManifestInput['request'];
  return { request, zone, names: namesOf(request, zone) };
}

const reach = (cluster = {} as ClusterClient) => ({ azure, cluster, jwks: '' });
const foundryGraph = (app: ManifestInput) => appGraph(app, reach(), 'foundry');

/** Group and account, and what else is asked for, in the graph's order. */
async function lay(app: ManifestInput, ...wanted: string[]): Promise<Map<string, unknown>> {
  const states = new Map<string, unknown>();
  for (const one of foundryGraph(app))
    if (['resource-group', 'foundry-account', ...wanted].includes(one.id)) await bring(one, states);
  return states;
}
const find = (app: ManifestInput, id: string) => foundryGraph(app).find(one => one.id === id)!;
const account = (app: ManifestInput) => azure.arm.get(foundryAccountId(app), version);
const deployments = async (app: ManifestInput) =>
  (await azure.arm.list(modelDeploymentsPath(app), version)).map(({ name }) => name).toSorted();

describe('a Foundry account, by a real client against Resource Manager', () => {
  it('that was deleted comes back where it was this application’s, and is brought to order', async () => {
    const app = appOf('back');
    await lay(app);
    const before = await account(app);
    await azure.arm.put(
      foundryAccountId(app),
      version,
      { ...foundryAccountBody(app), properties: { publicNetworkAccess: 'Enabled' } },
      { signal },
    );
    await azure.arm.remove(foundryAccountId(app), version, { signal });
    expect(await azure.arm.get(deletedAccountId(app), version)).toBeDefined();

    expect(await bring(find(app, 'foundry-account'))).toEqual(['absent']);
    const after = await account(app);
    expect(after?.properties.internalId).toBe(before?.properties.internalId);
    expect(after).toMatchObject({
      tags: { 'private-ai-entity': 'component:default/back' },
      properties: { publicNetworkAccess: 'Disabled', provisioningState: 'Succeeded' },
    });
    expect(await azure.arm.get(deletedAccountId(app), version)).toBeUndefined();
  });

  it('that was deleted and another’s is left to its owner, before and at the first write', async () => {
    const app = appOf('kept');
    await lay(app);
    const body = { ...foundryAccountBody(app), tags: { 'private-ai-entity': 'component:other/x' } };
    await azure.arm.put(foundryAccountId(app), version, body, { signal });
    await azure.arm.remove(foundryAccountId(app), version, { signal });
    const one = find(app, 'foundry-account');
    const says =
      /^Foundry account aif-kept-krc-01: a deleted account of this name, which belonged to component:other\/x, is kept by Azure and holds the name until 20\d\d-.*choose another application name/;
    const step = stepWith(new Map());
    await expect(one.read(step)).rejects.toThrow(says);
    await expect(one.write?.(step, undefined)).rejects.toThrow(says);
    expect(await account(app)).toBeUndefined();
    expect(await azure.arm.get(deletedAccountId(app), version)).toBeDefined();
  });

  it('says which deleted account of another name holds its subdomain', async () => {
    const elsewhere = appOf('domain', {
      naming: { ...local.zone.naming, foundryAccount: 'old-{app}' },
    });
    await lay(elsewhere);
    await azure.arm.remove(foundryAccountId(elsewhere), version, { signal });
    await expect(bring(find(appOf('domain'), 'foundry-account'))).rejects.toThrow(
      /its subdomain aif-domain-krc-[0-9a-f]{8} is held by the deleted account old-domain of resource group rg-domain-krc-01, which belonged to component:default\/domain, until/,
    );
  });

  it('gets a project, whose identity and tags are there', async () => {
    const app = appOf('project');
    const states = await lay(app, 'foundry-project');
    expect(states.get('foundry-project')).toMatchObject({
      tags: { 'private-ai-entity': 'component:default/project', 'cost-center': 'ai-platform' },
      identity: { type: 'SystemAssigned' },
    });
    expect(await bring(find(app, 'foundry-project'))).toEqual([]);
  });
});

describe('a model deployment', () => {
  it('is changed in place, except for the model itself', async () => {
    const naming = { ...local.zone.naming, modelDeployment: 'chat' };
    await lay(appOf('inplace', { naming }), 'model-deployment');
    const larger = appOf('inplace', { naming, model: { ...gpt52, capacity: 20 } });
    expect(await bring(find(larger, 'model-deployment'))).toHaveLength(1);
    const found = await azure.arm.get(modelDeploymentId(larger), version);
    expect(found).toMatchObject({ sku: { capacity: 20 } });
    await expect(
      bring(find(appOf('inplace', { naming, model: mini }), 'model-deployment')),
    ).rejects.toThrow(
      /Model deployment chat runs gpt-5\.2, and Azure does not change the model .* to gpt-4\.1-mini.*\{model\}/,
    );
  });

  it('that another model has taken the place of is removed, and only the portal’s own', async () => {
    await lay(appOf('switch'), 'model-deployment');
    const app = appOf('switch', { model: mini });
    await lay(app, 'model-deployment');
    const theirs = {
      sku: { name: 'Standard', capacity: 1 },
      properties: { model: { format: 'OpenAI', name: mini.name, version: mini.version } },
    };
    await azure.arm.put(`${modelDeploymentsPath(app)}/theirs`, version, theirs, { signal });
    expect(await deployments(app)).toEqual(['gpt-4.1-mini', 'gpt-5.2', 'theirs']);

    let agent: KubernetesObject | undefined = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'switch', generation: 2 },
      spec: { replicas: 1 },
      status: { observedGeneration: 2, replicas: 2, updatedReplicas: 1, availableReplicas: 1 },
    };
    const cluster = { get: async () => agent } as unknown as ClusterClient;
    const former = formerDeployments.made(app, reach(cluster));
    const step = stepWith(new Map());
    const state = await former.read(step);
    expect(former.differs(state!, step)).toEqual(['gpt-5.2']);
    expect(former.waitsFor?.(state!, step)).toMatch(/until the agent no longer uses them/);

    agent.status.conditions = [{ type: 'Progressing', status: 'False' }];
    await expect(former.write?.(step, await former.read(step))).rejects.toThrow(
      /are kept, because the agent switch did not come up/,
    );
    const named = { containers: [{ env: [{ value: 'gpt-5.2' }] }] };
    agent.spec.template = { spec: named };
    expect(await former.read(step)).toMatchObject({ deployments: [] });

    // Somebody else's tool deploys it: nobody here starts its pods anew.
    const env = [{ valueFrom: { configMapKeyRef: { name: app.names.agentConfig } } }];
    agent.spec.template = { spec: { containers: [{ env }] } };
    expect(await former.read(step)).toMatchObject({ deployments: [] });
    agent.metadata.managedFields = [
      { manager: 'private-ai-portal', operation: 'Apply', fieldsV1: {} },
    ];
    expect(await former.read(step)).toMatchObject({ deployments: [{ name: 'gpt-5.2' }] });

    agent = undefined;
    await bring(former);
    expect(await deployments(app)).toEqual(['gpt-4.1-mini', 'theirs']);
  });
});

describe('a shared account', () => {
  const sharing = (name: string, change: Partial<LandingZone> & { model?: typeof gpt52 } = {}) => {
    const accountId = foundryAccountId(appOf('common'));
    return appOf(name, { ...change, foundry: { account: 'shared', accountId } });
  };
  const written = async () =>
    ((await account(sharing('any'))) as { systemData?: object } | undefined)?.systemData;

  it('has to be there', async () => {
    await expect(bring(find(sharing('early'), 'foundry-account'))).rejects.toThrow(
      /^Foundry account aif-common-krc-01, which this landing zone's applications share, does not exist: the platform team has to make it/,
    );
  });

  it('is used as it is: what runs the model is taken, else one is made, once', async () => {
    const common = appOf('common');
    await lay(common);
    const theirs = {
      sku: { name: gpt52.sku, capacity: 3 },
      properties: { model: { format: 'OpenAI', name: gpt52.name, version: gpt52.version } },
    };
    await azure.arm.put(`${modelDeploymentsPath(common)}/chat`, version, theirs, { signal });
    const before = await written();

    const states = new Map<string, unknown>();
    for (const one of foundryGraph(sharing('first'))) expect(await bring(one, states)).toEqual([]);
    expect(states.get('model-deployment')).toMatchObject({ name: 'chat', sku: { capacity: 3 } });
    expect(outputsOf(sharing('first'), states)).toMatchObject({
      modelDeployment: 'chat',
      endpoint: `https://${common.names.foundrySubdomain}.openai.azure.com/`,
    });
    const { rows } = await planGraph(foundryGraph(sharing('first')), { signal });
    expect(rows.at(-1)).toMatchObject({ id: 'model-deployment', name: 'chat', action: 'leave' });

    const other = () => find(sharing('second', { model: mini }), 'model-deployment');
    expect(await bring(other())).toEqual(['absent']);
    expect(
      await bring(find(sharing('third', { model: { ...mini, capacity: 9 } }), 'model-deployment')),
    ).toEqual([]);
    expect(await deployments(common)).toEqual(['chat', 'gpt-4.1-mini-2025-04-14-standard']);
    expect(await written()).toEqual(before);
    expect(other().remove).toBeUndefined();
  });

  it('mends only a deployment that the portal made, and leaves it its size', async () => {
    const app = sharing('mender', { model: { ...mini, capacity: 1 } });
    const one = find(app, 'model-deployment');
    const failed = (tags?: Record<string, string>) =>
      ({
        name: app.names.modelDeployment,
        tags,
        sku: { name: mini.sku, capacity: 20 },
        properties: { provisioningState: 'Failed' },
      }) as unknown as ArmResource;
    const step = stepWith(new Map());
    const maker = 'component:default/first';
    const halves: (Record<string, string> | undefined)[] = [
      undefined,
      { [TAG_ENTITY]: maker },
      { [TAG_MANAGED_BY]: MANAGED_BY },
    ];
    for (const tags of halves)
      expect(() => one.differs(failed(tags), step)).toThrow(/Failed, and not the portal’s/);
    const ours = failed({ [TAG_ENTITY]: maker, [TAG_MANAGED_BY]: MANAGED_BY });
    expect(one.differs(ours, step)).toEqual(['its last change failed']);
    await one.write?.(step, ours);
    const written = await azure.arm.get(modelDeploymentId(app), version);
    expect(written).toMatchObject({ sku: { capacity: 20 }, tags: { [TAG_ENTITY]: maker } });
  });

  it('keeps a deployment whose name was taken for another model', async () => {
    const common = appOf('common');
    const large = { ...mini, sku: 'GlobalStandard' };
    const app = sharing('taken', { model: large });
    const body = {
      sku: { name: 'Standard', capacity: 1 },
      properties: { model: { format: 'OpenAI', name: mini.name, version: mini.version } },
    };
    await azure.arm.put(
      `${modelDeploymentsPath(common)}/${app.names.modelDeployment}`,
      version,
      body,
      { signal },
    );
    await expect(find(app, 'model-deployment').read(stepWith(new Map()))).rejects.toThrow(
      /of the shared account runs gpt-4\.1-mini 2025-04-14 \(Standard\), not .*\(GlobalStandard\)/,
    );
  });
});

describe('a private endpoint', () => {
  it('whose connection was cut is made anew', async () => {
    const app = appOf('cut');
    await lay(app);
    const one = find(app, 'private-endpoint');
    const endpoint = (status: string): ArmResource =>
      ({
        tags: { ...foundryAccountBody(app).tags },
        properties: {
          provisioningState: 'Succeeded',
          privateLinkServiceConnections: [
            { properties: { privateLinkServiceConnectionState: { status } } },
          ],
        },
      }) as unknown as ArmResource;
    const step = stepWith(new Map());
    expect(one.differs(endpoint('Disconnected'), step)).toContain('its connection was cut');
    expect(() => one.differs(endpoint('Rejected'), step)).toThrow(
      /somebody rejected its connection/,
    );
    expect(one.waitsFor?.(endpoint('Pending'), step)).toMatch(/approve/);
  });
});
