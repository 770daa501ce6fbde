import { needing } from '../../../../testing/outsideTruth';
import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { clusterIssuer } from '../azure/clusterIssuer';
import { federatedCredentialsPath } from '../azure/federatedCredential';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { foundryProjectId } from '../azure/foundryProject';
import { modelDeploymentId } from '../azure/modelDeployment';
import { privateEndpointId } from '../azure/privateEndpoint';
import { resourceGroupId } from '../azure/resourceGroup';
import { OPENAI_USER, roleAssignmentId } from '../azure/roleAssignment';
import { privateAiTags } from '../azure/tags';
import { identityId } from '../azure/userAssignedIdentity';
import { clusterFor } from '../kubernetes/clusterFor';
import type { ManifestInput } from '../app/names';
import { descriptors } from '../resources/descriptors';
import { publishedForTest } from '../testing/keys';
import { appGraph } from './appGraph';
import { appIn, provisionIn, putsOf } from '../testing/appInAzure';
import { planGraph } from '../engine/plan';
import { startTofu, tofuPacked, type PlannedChange, type Tofu } from './tofuForTest';

/** What both make: ours by id, theirs by address. The endpoint has its zone group in it there. */
const both: Record<string, string | undefined> = {
  'resource-group': 'azurerm_resource_group.app',
  identity: 'azurerm_user_assigned_identity.app',
  'foundry-account': 'azurerm_cognitive_account.foundry',
  'foundry-project': 'azurerm_cognitive_account_project.app',
  'model-deployment': 'azurerm_cognitive_deployment.model',
  'private-endpoint': 'azurerm_private_endpoint.foundry',
  'dns-zone-group': 'azurerm_private_endpoint.foundry',
  'role-assignment': 'azurerm_role_assignment.openai_user',
};
const federated = 'azurerm_federated_identity_credential.agent';
/** Types whose tag says whose they are. */
const tagged = [
  'resource-group',
  'identity',
  'foundry-account',
  'foundry-project',
  'private-endpoint',
];

const signal = new AbortController().signal;
let local: LocalAzure;
let azure: Azure;
let platform: Azure;
let issuer: string;
const tofus: Tofu[] = [];

const gpt = { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard' };
const appOf = (name: string, capacity = 10) => appIn(local.zone, name, { ...gpt, capacity });

async function tofuFor(app: ManifestInput, more: Partial<Parameters<typeof startTofu>[1]> = {}) {
  const freeNames = { connection: 'to-the-account', federatedCredential: 'agent' };
  const settings = { app, tags: privateAiTags(app), issuer, freeNames, ...more };
  const tofu = await startTofu(local, settings);
  tofus.push(tofu);
  return tofu;
}

/** Lays an application by azurerm alone. */
async function laid(name: string, tags?: Record<string, string>): Promise<ManifestInput> {
  const app = appOf(name);
  const tofu = await tofuFor(app, tags && { tags });
  await tofu.apply();
  return app;
}

const graphOf = (app: ManifestInput) =>
  appGraph(app, { azure, cluster: clusterFor(app.zone, azure), ...publishedForTest });
const rowsOf = async (app: ManifestInput) => (await planGraph(graphOf(app), { signal })).rows;
const inAzure = async (app: ManifestInput) => (await rowsOf(app)).filter(({ id }) => both[id]);

/** Ids of what azurerm does not lay; the linker is among it. */
function oursAlone(app: ManifestInput): string[] {
  const ids = new Set(graphOf(app).map(({ id }) => id));
  return descriptors.flatMap(one =>
    one.in === 'azure' && one.armId && ids.has(one.id) && !both[one.id] ? one.armId(app) : [],
  );
}

const provision = (app: ManifestInput) => provisionIn(azure, app);
/** Ids of every PUT for an application. */
async function putsFor({ request: { name } }: ManifestInput): Promise<string[]> {
  const ids = (await putsOf(local)).map(({ id }) => id);
  return ids.filter(id => id.includes(`rg-${name}-`) || id.includes(`/${name}_`));
}

const leaves = Object.keys(both).map(id => ({ id, action: 'leave' }));
const short = (rows: { id: string; action: string }[]) =>
  rows.map(({ id, action }) => ({ id, action }));
const isForeign = (title: string) =>
  expect.stringMatching(new RegExp(`^${title} .* exists and is not the portal’s .* left as it is`));

/** What a plan would change, by address. */
const changed = (all: PlannedChange[]) =>
  Object.fromEntries(
    all
      .filter(({ change }) => change.actions.join() !== 'no-op')
      .map(({ address, change: { actions, before, after } }) => {
        const keys = Object.keys(after ?? {});
        const differ = (key: string) =>
          JSON.stringify(before?.[key]) !== JSON.stringify(after?.[key]);
        return [address, [...actions, ...keys.filter(differ)]];
      }),
  );

needing(tofuPacked, describe)(
  'the azurerm provider and the portal, on what an application consists of in Azure',
  () => {
    // azurerm waits much more than it works: what it lays is laid side by side, beside the other tests.
    let ours: Promise<ManifestInput>;
    let foreign: Promise<ManifestInput>;

    beforeAll(async () => {
      local = await startLocalAzure();
      // azurerm waits 10 s after a write whose answer has no Retry-After.
      await fetch(`${local.admin}/timing`, { method: 'PUT', body: '{"retryAfter":1}' });
      azure = azureFor(local.zone, { ca: local.ca });
      platform = azureFor(local.platformZone, { ca: local.ca });
      issuer = await clusterIssuer(platform.arm, local.zone.aks.clusterId, signal);
      ours = laid('laid');
      foreign = laid('foreign', { owner: 'somebody' });
      for (const one of [ours, foreign]) one.catch(() => undefined);
    });
    afterAll(async () => {
      await Promise.allSettled([ours, foreign]);
      tofus.forEach(one => one.end());
      await local?.stop();
    });

    describe('what the portal made', () => {
      let tofu: Tofu;
      let imports: Record<string, string>;

      it('is imported without a difference', async () => {
        const app = appOf('made');
        await provision(app);
        const [credential] = await platform.arm.list(
          federatedCredentialsPath(app),
          apiVersions.identity,
        );
        imports = {
          'azurerm_resource_group.app': resourceGroupId(app),
          'azurerm_user_assigned_identity.app': identityId(app),
          'azurerm_cognitive_account.foundry': foundryAccountId(app),
          'azurerm_cognitive_account_project.app': foundryProjectId(app),
          'azurerm_cognitive_deployment.model': modelDeploymentId(app),
          'azurerm_private_endpoint.foundry': privateEndpointId(app),
          'azurerm_role_assignment.openai_user': await assignmentOf(app),
          [federated]: credential.id,
        };
        const connection = app.names.privateEndpoint;
        tofu = await tofuFor(app, {
          freeNames: { connection, federatedCredential: credential.name },
          imports,
        });
        const plan = await tofu.plan();
        expect(changed(plan)).toEqual({});
        const imported = plan.map(({ address, change }) => [address, change.importing?.id]);
        expect(Object.fromEntries(imported)).toEqual(imports);
        expect(Object.keys(imports).sort()).toEqual(
          [...new Set([...Object.values(both), federated])].sort(),
        );
      });

      it('shows a difference in each of what is written otherwise', async () => {
        const app = appOf('made', 20);
        await provision(app);
        const account = foundryAccountBody(app);
        const properties = { ...account.properties, disableLocalAuth: false };
        await platform.arm.put(
          foundryAccountId(app),
          apiVersions.cognitiveServices,
          { ...account, properties },
          { signal },
        );
        expect(changed(await tofu.plan())).toEqual({
          'azurerm_cognitive_account.foundry': ['update', 'local_auth_enabled'],
          'azurerm_cognitive_deployment.model': ['update', 'sku'],
        });
        expect((await inAzure(app)).filter(({ action }) => action !== 'leave')).toEqual([
          expect.objectContaining({
            id: 'foundry-account',
            action: 'change',
            differences: ['properties.disableLocalAuth: false → true'],
          }),
        ]);
      });

      it('has only what azurerm cannot express beside that', async () => {
        const schemas = await tofu.schemas();
        // The linker: there are connections of App Service, Functions and Spring, none of a cluster.
        const connectors = ['app_service', 'function_app', 'spring_cloud'];
        const types = Object.keys(schemas).filter(
          type => 'target_resource_id' in schemas[type].block.attributes,
        );
        expect(types.filter(type => /_connection$/.test(type)).sort()).toEqual(
          connectors.map(of => `azurerm_${of}_connection`),
        );
        // A deployment's tags: Azure's shape has them, azurerm's does not.
        expect(schemas.azurerm_cognitive_deployment.block.attributes).not.toHaveProperty('tags');
        const id = modelDeploymentId(appOf('made'));
        const deployment = await platform.arm.get(id, apiVersions.cognitiveServices);
        expect(deployment?.tags).toEqual(privateAiTags(appOf('made')));
      });
    });

    it('the portal leaves what azurerm laid with its tags, and adds only what is missing', async () => {
      const app = await ours;
      expect(short(await inAzure(app))).toEqual(leaves);
      const grant = await assignmentOf(app);

      const before = await putsFor(app);
      await provision(app);
      const own = (await putsFor(app)).slice(before.length);
      expect(own.toSorted()).toEqual(oursAlone(app).toSorted());
      expect((await rowsOf(app)).filter(({ action }) => action !== 'leave')).toEqual([]);
      expect(await assignmentOf(app)).toBe(grant);
    });

    it('the portal keeps away from what azurerm laid without its tags', async () => {
      const app = await foreign;
      const [first, ...others] = await inAzure(app);
      expect(first).toMatchObject({ action: 'blocked', reason: isForeign('Resource group') });
      expect(others.map(({ id, action }) => [id, action])).toEqual(
        Object.keys(both)
          .slice(1)
          .map(id => [id, 'blocked']),
      );
      for (const id of tagged) {
        const one = graphOf(app).find(resource => resource.id === id)!;
        const alone = { ...one, dependsOn: [], within: undefined };
        const { rows } = await planGraph([alone], { signal });
        expect(rows).toMatchObject([{ id, action: 'blocked', reason: isForeign(one.type) }]);
      }

      const before = await putsFor(app);
      await expect(provision(app)).rejects.toThrow(
        'Nothing was written for component:default/foreign: Resource group rg-foreign-krc-01 exists',
      );
      expect(await putsFor(app)).toEqual(before);
    });

    it('one lost tag is enough', async () => {
      const app = await ours;
      const { id, location, tags, properties } = (await platform.arm.get(
        privateEndpointId(app),
        apiVersions.network,
      ))!;
      const { 'private-ai-entity': entity, ...rest } = tags!;
      expect(entity).toBe('component:default/laid');
      const { subnet, privateLinkServiceConnections } = properties;
      const body = { location, tags: rest, properties: { subnet, privateLinkServiceConnections } };
      await platform.arm.put(id, apiVersions.network, body, { signal });

      const blocked = (await inAzure(app)).filter(({ action }) => action !== 'leave');
      expect(blocked).toEqual([
        expect.objectContaining({
          id: 'private-endpoint',
          action: 'blocked',
          reason: isForeign('Private endpoint'),
        }),
        expect.objectContaining({
          id: 'dns-zone-group',
          action: 'blocked',
          reason: `needs Private endpoint ${app.names.privateEndpoint}`,
        }),
      ]);
    });

    /** The one that azurerm made goes by a GUID of its own, ours by one that follows from what it grants. */
    async function assignmentOf(app: ManifestInput): Promise<string> {
      const scope = foundryAccountId(app);
      const identity = await platform.arm.get(identityId(app), apiVersions.identity);
      const principalId = String(identity?.properties.principalId);
      const all = await platform.arm.list(
        `${scope}/providers/Microsoft.Authorization/roleAssignments`,
        apiVersions.roleAssignment,
        { filter: `principalId eq '${principalId}'` },
      );
      expect(all).toHaveLength(1);
      const derived = roleAssignmentId({ scope, principalId, role: OPENAI_USER });
      expect(all[0].id === derived).toBe(app.request.name === 'made');
      return all[0].id;
    }
  },
);
