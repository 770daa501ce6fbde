import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { repositoryName } from '../app/imageRepository';
import { namesOf, type ManifestInput } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import { azureFor, type Azure } from '../azure/azureFor';
import { repositoryCondition } from '../azure/repositoryCondition';
import { REPOSITORY_WRITER, roleAssignmentId } from '../azure/roleAssignment';
import { builderId } from '../azure/userAssignedIdentity';
import type { LandingZone } from '../config/landingZone';
import { clusterFor } from '../kubernetes/clusterFor';
import { createProvisionWork } from '../provisioning/work';
import { createRetireWork } from '../retirement/work';
import { afterForTest } from '../testing/after';
import { anOwner } from '../testing/app';
import { contextOf } from '../testing/context';
import { publishedForTest } from '../testing/keys';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { builtInRegistry } from '../testing/registryBuild';
import { requested } from '../testing/requested';
import { builderFor } from './builder';

const roles = join(__dirname, '../../../../infra/roles');
const assignments = 'providers/Microsoft.Authorization/roleAssignments';
const signal = new AbortController().signal;
const files = { Containerfile: 'FROM node:24-slim\nCOPY main.js ./\n', 'main.js': '1' };

let local: LocalAzure;
let azure: Azure;
let platform: Azure;
let zone: LandingZone;
beforeAll(async () => {
  local = await startLocalAzure();
  azure = azureFor(local.zone, { ca: local.ca });
  platform = azureFor(local.platformZone, { ca: local.ca });
  zone = { ...local.zone, registry: { ...local.zone.registry, permissions: 'repositories' } };
  await laidDown();
});
afterAll(() => local?.stop());

/** What infra does where repositories have permissions of their own. */
async function laidDown() {
  const { arm } = platform;
  const { id } = zone.registry;
  const { location, properties, ...found } = (await arm.get(id, apiVersions.registry))!;
  const { sku, tags } = found;
  const changed = { ...properties, roleAssignmentMode: 'AbacRepositoryPermissions' };
  const body = { location, sku, tags, properties: changed };
  await arm.put(id, apiVersions.registry, body, { signal });
  const definitions = `/subscriptions/${zone.azure.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
  const role = (await arm.list(definitions, apiVersions.roleAssignment)).find(
    one => one.properties.roleName === 'Private AI portal, assigns roles',
  )!;
  const given = {
    roleDefinitionId: role.id,
    // The portal's own, as its other roles name it.
    principalId: await portalsId(role.id),
    principalType: 'ServicePrincipal',
    condition: readFileSync(join(roles, 'portal-assigns-builders.condition.txt'), 'utf8'),
    conditionVersion: '2.0',
  };
  await arm.put(
    `${id}/${assignments}/${randomUUID()}`,
    apiVersions.roleAssignment,
    { properties: given },
    { signal },
  );
}

async function portalsId(roleId: string): Promise<unknown> {
  const path = `/subscriptions/${zone.azure.subscriptionId}/${assignments}`;
  const all = await platform.arm.list(path, apiVersions.roleAssignment);
  const one = all.find(({ properties }) =>
    String(properties.roleDefinitionId).endsWith(roleId.split('/').at(-1)!),
  );
  return one!.properties.principalId;
}

const deps = () => ({ azure: () => azure, cluster: () => clusterFor(zone, azure) });

async function provisioned(name: string, at = zone): Promise<ManifestInput & { said: string[] }> {
  const request = requested(name, at);
  const context = contextOf(at);
  await createProvisionWork({
    ...deps(),
    owner: async () => anOwner,
    userTokens: publishedForTest,
    preflight: async () => [],
  }).run({
    ...context,
    operation: { kind: 'provision', input: { app: request } } as Operation<'provision'>,
  });
  return { request, zone: at, names: namesOf(request, at), said: context.lines };
}

async function built(app: ManifestInput, repository: string, containerfile = files.Containerfile) {
  const builder = await builderFor(app, azure.arm, signal);
  const source = { ...files, Containerfile: containerfile };
  const reach = { arm: azure.arm, ca: local.ca };
  return builtInRegistry(zone, { repository, files: source, builder }, reach);
}

const accessOf = async (app: ManifestInput) => {
  const builder = await azure.arm.get(builderId(app), apiVersions.identity);
  const principalId = String(builder?.properties.principalId);
  const grant = { scope: zone.registry.id, principalId, role: REPOSITORY_WRITER };
  return azure.arm.get(roleAssignmentId(grant), apiVersions.roleAssignment);
};

describe('the builder of an application, where repositories have permissions of their own', () => {
  let weather: ManifestInput;
  let payroll: ManifestInput;
  it('is made with its marks, held to its own repository, once', async () => {
    [weather, payroll] = await Promise.all(['weather', 'payroll'].map(name => provisioned(name)));
    const { tags } = (await azure.arm.get(builderId(weather), apiVersions.identity))!;
    expect(tags).toMatchObject({
      'private-ai-entity': 'component:default/weather',
      'private-ai-managed-by': 'private-ai-portal',
    });
    expect((await accessOf(weather))?.properties).toMatchObject({
      condition: repositoryCondition(repositoryName(weather.request, zone), ['library/']),
      conditionVersion: '2.0',
    });
    expect((await provisioned('weather')).said).toContain('Everything was there.');
  });

  it('is given its bounds again where somebody has widened them', async () => {
    const { id, properties } = (await accessOf(weather))!;
    const { roleDefinitionId, principalId, principalType } = properties;
    const unbound = { properties: { roleDefinitionId, principalId, principalType } };
    await platform.arm.put(id, apiVersions.roleAssignment, unbound, { signal });
    const { said } = await provisioned('weather');
    expect(said.join()).toMatch(/change Access to the image repository/);
    expect((await accessOf(weather))?.properties.condition).toBe(properties.condition);
  });

  it('builds into its own repository, and leaves nothing of the run', async () => {
    await expect(built(weather, repositoryName(weather.request, zone))).resolves.toMatch(
      /^sha256:/,
    );
    const runs = `${zone.registry.id}/taskRuns`;
    expect(await azure.arm.list(runs, apiVersions.registryTaskRun)).toEqual([]);
  });

  it('neither writes nor reads another application’s, nor the platform’s own', async () => {
    const others = repositoryName(payroll.request, zone);
    await built(payroll, others);
    for (const repository of [others, 'library/node', 'portal'])
      await expect(built(weather, repository)).rejects.toThrow(/failed to push .*unauthorized/);
    const from = `ARG APP=${others}\nFROM ${zone.registry.loginServer}/\${APP}:test\n`;
    await expect(built(weather, repositoryName(weather.request, zone), from)).rejects.toThrow(
      /failed to resolve .*unauthorized/,
    );
  });

  it('is the only way to an image: the portal’s own sign-in, and a run without any, reach none', async () => {
    const repository = repositoryName(weather.request, zone);
    const reach = { arm: azure.arm, ca: local.ca };
    await expect(builtInRegistry(zone, { repository, files }, reach)).rejects.toThrow(
      /failed to push .*unauthorized/,
    );
  });

  it('gets no other role, and nobody else gets that one: the portal is held to it', async () => {
    const { properties } = (await accessOf(weather))!;
    const put = (more: object) =>
      azure.arm.put(
        `${zone.registry.id}/${assignments}/${randomUUID()}`,
        apiVersions.roleAssignment,
        {
          properties: { ...properties, condition: undefined, conditionVersion: undefined, ...more },
        },
        { signal },
      );
    const role = (guid: string) => String(properties.roleDefinitionId).replace(/[^/]+$/, guid);
    // Owner, and the reader of all repositories.
    for (const guid of [
      '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      'b93aa761-3e63-49ed-ac28-beffa264f7ac',
    ])
      await expect(put({ roleDefinitionId: role(guid) })).rejects.toMatchObject({ status: 403 });
    await expect(put({ principalType: 'User' })).rejects.toMatchObject({ status: 403 });
  });

  it('is named where it is missing, or somebody else’s', async () => {
    const unknown = { ...weather, names: { ...weather.names, builder: 'nobody_builder' } };
    await expect(builderFor(unknown, azure.arm, signal)).rejects.toThrow(
      /nobody_builder of weather does not exist: provision the application once more/,
    );
    const another = { ...weather, names: payroll.names };
    await expect(builderFor(another, azure.arm, signal)).rejects.toThrow(/is not the portal’s own/);
    await expect(
      builderFor({ ...weather, zone: local.zone }, azure.arm, signal),
    ).resolves.toBeUndefined();
  });

  it('lets the pipeline of the application’s own repository sign in, where the company’s CI builds', async () => {
    const build = { strategy: 'external', waitMinutes: 1 } as const;
    const git = { ...zone.git, type: 'github', host: 'github.com', owner: 'contoso' } as const;
    const external = { ...zone, registry: { ...zone.registry, build }, git };
    const app = await provisioned('ledger', external);
    const credentials = `${builderId(app)}/federatedIdentityCredentials`;
    expect(
      (await azure.arm.list(credentials, apiVersions.identity)).map(one => one.properties),
    ).toEqual([
      {
        issuer: 'https://token.actions.githubusercontent.com',
        subject: 'repo:contoso/ledger:ref:refs/heads/main',
        audiences: ['api://AzureADTokenExchange'],
      },
    ]);
  });

  it('goes with its application, and nobody else’s does', async () => {
    const ended = await createRetireWork({ ...deps(), after: afterForTest() }).run({
      ...contextOf(zone),
      operation: {
        kind: 'retire',
        input: { entityRef: 'component:default/weather', landingZone: zone.name },
      } as Operation<'retire'>,
    });
    expect(ended.removed.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['Builder identity', 'Access to the image repository']),
    );
    expect(await azure.arm.get(builderId(weather), apiVersions.identity)).toBeUndefined();
    expect(await accessOf(payroll)).toBeDefined();
    const left = await platform.arm.list(
      `${zone.registry.id}/${assignments}`,
      apiVersions.roleAssignment,
    );
    const repository = repositoryName(weather.request, zone);
    expect(JSON.stringify(left)).not.toContain(repository);
  });
});
