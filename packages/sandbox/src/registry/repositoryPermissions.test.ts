import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startPipelineIssuer } from '../testing/pipelineIssuer.ts';
import { startRegistryForTest } from '../testing/registry.ts';

const service = 'acrcontosokrc01.azurecr.io';
const WRITER = '2a1e307c-b015-4ebd-883e-5b7698a07328';
const source = { Containerfile: 'FROM node:24-slim\nCOPY main.js ./\n', 'main.js': '1' };

let acr: Awaited<ReturnType<typeof startRegistryForTest>>;
let issuer: Awaited<ReturnType<typeof startPipelineIssuer>>;
let weather: Builder;
let payroll: Builder;
before(async () => {
  acr = await startRegistryForTest();
  issuer = await startPipelineIssuer(acr.authority);
  weather = await builder('weather');
  payroll = await builder('payroll');
  await setMode('AbacRepositoryPermissions');
});
after(async () => {
  await issuer.stop();
  await acr.stop();
});

const asked = async (method: string, path: string, body: object) => {
  const answer = await acr.armAt(method, path, body);
  assert.ok(answer.status < 300, JSON.stringify(answer.body));
  return answer.body;
};

async function setMode(roleAssignmentMode: string) {
  const { location, sku, tags, properties } = (await acr.armAt('GET', acr.id)).body;
  const changed = { location, sku, tags, properties: { ...properties, roleAssignmentMode } };
  await asked('PUT', acr.id, changed);
}

/** As Microsoft words it for one repository; bases may be read besides. */
function conditionOf(repository: string): string {
  const action = (name: string) =>
    `!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/${name}'})`;
  const name = '@Request[Microsoft.ContainerRegistry/registries/repositories:name]';
  const own = `${name} StringEqualsIgnoreCase '${repository}'`;
  return `((${action('content/write')} AND ${action('metadata/write')}) OR ${own}) AND ((${action('content/read')} AND ${action('metadata/read')}) OR ${own} OR ${name} StringStartsWithIgnoreCase 'library/')`;
}

type Builder = Awaited<ReturnType<typeof builder>>;

/** An identity that writes the repository `private-ai/<app>`, which a pipeline of `apps/<app>` signs in as. */
async function builder(app: string) {
  const path = `/resourceGroups/rg-landing-zone/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder-${app}`;
  const { id, properties } = await asked('PUT', path, { location: 'koreacentral' });
  const subject = `repo:apps/${app}:ref:refs/heads/main`;
  const trusted = { issuer: issuer.url, subject, audiences: ['api://AzureADTokenExchange'] };
  await asked('PUT', `${path}/federatedIdentityCredentials/ci`, { properties: trusted });
  const role = `/subscriptions/${acr.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${WRITER}`;
  const given = {
    roleDefinitionId: role,
    principalId: properties.principalId,
    principalType: 'ServicePrincipal',
    condition: conditionOf(`private-ai/${app}`),
    conditionVersion: '2.0',
  };
  const assignment = `${acr.id}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
  await asked('PUT', assignment, { properties: given });
  return { id: String(id), clientId: String(properties.clientId), subject };
}

const form = async (url: string, fields: Record<string, string>) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { status, text } = await acr.ask('POST', url, String(new URLSearchParams(fields)), headers);
  return { status, body: JSON.parse(text) };
};

/** Signs in at Entra with a pipeline's own token. */
const entra = async ({ clientId }: Builder, subject: string) =>
  form(`${acr.azure}/${acr.tenantId}/oauth2/v2.0/token`, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await issuer.tokenOf(subject),
    scope: 'https://containerregistry.azure.net/.default',
  });

/** The registry's own token for a sign-in of Entra's. */
async function refreshed(token: string): Promise<string> {
  const { body } = await form(`${acr.address()}/oauth2/exchange`, {
    ...{ grant_type: 'access_token', service, tenant: acr.tenantId, access_token: token },
  });
  return body.refresh_token;
}
const access = (refresh: string, scope: string) =>
  form(`${acr.address()}/oauth2/token`, {
    ...{ grant_type: 'refresh_token', service, refresh_token: refresh },
    scope: `repository:${scope}`,
  });
const signedIn = async (one: Builder) =>
  refreshed((await entra(one, one.subject)).body.access_token);

/** A build with an identity of its own, which writes the repository. */
async function built(by: Builder | undefined, repository: string, files = source, more = {}) {
  const path = `${acr.id}/taskRuns/run-${randomUUID().slice(0, 8)}`;
  const body = {
    ...(by && { identity: { type: 'UserAssigned', userAssignedIdentities: { [by.id]: {} } } }),
    properties: {
      runRequest: {
        type: 'DockerBuildRequest',
        imageNames: [`${repository}:one`],
        dockerFilePath: 'Containerfile',
        isPushEnabled: true,
        platform: { os: 'Linux', architecture: 'amd64' },
        sourceLocation: await acr.upload(await acr.packed(files)),
        ...(by && { credentials: { sourceRegistry: { identity: by.clientId } } }),
        ...more,
      },
    },
  };
  const { properties } = await asked('PUT', path, body);
  return acr.finished(properties.runResult.name);
}

test('an application’s pipeline signs in as its builder without a secret, and pushes to its own repository alone', async () => {
  const token = await signedIn(weather);
  assert.equal((await access(token, 'private-ai/weather:pull,push')).status, 200);
  const { access_token: push } = (await access(token, 'private-ai/weather:push')).body;
  const upload = (repository: string) =>
    acr.ask('POST', `${acr.address()}/v2/${repository}/blobs/uploads/`, '', {
      authorization: `Bearer ${push}`,
    });
  assert.equal((await upload('private-ai/weather')).status, 405, 'it may; images come of builds');
  assert.equal((await upload('private-ai/payroll')).status, 401);
  for (const scope of [
    'private-ai/payroll:push',
    'private-ai/payroll:pull',
    'private-ai/payroll:pull,push',
    'private-ai/weather-2:push',
    'private-ai/weather:pull,delete',
    'library/node:push',
    'portal:pull',
    'portal:push',
  ])
    assert.equal((await access(token, scope)).status, 401, scope);
  assert.equal((await access(token, 'library/node:pull')).status, 200);
});

test('a pipeline of another repository or branch does not become that builder', async () => {
  for (const subject of [payroll.subject, 'repo:apps/weather:ref:refs/heads/mine'])
    assert.equal((await entra(weather, subject)).status, 401, subject);
});

test('who manages the registry, and the roles of the other mode, reach no image', async () => {
  const token = await refreshed(await acr.tokenFor('https://containerregistry.azure.net'));
  assert.equal((await access(token, 'private-ai/weather:pull')).status, 401);
});

test('a build with its application’s identity pushes to that repository, and no other', async () => {
  const own = await built(weather, 'private-ai/weather');
  assert.equal(own.status, 'Succeeded', own.runErrorMessage);
  assert.ok(await acr.resolve(`${service}/private-ai/weather@${own.outputImages[0].digest}`));
  for (const repository of ['private-ai/payroll', 'library/node', 'portal']) {
    const { status, runErrorMessage } = await built(weather, repository);
    assert.equal(status, 'Failed');
    assert.match(runErrorMessage, /failed to push .*unauthorized: authentication required/);
    assert.equal(await acr.resolve(`${service}/${repository}:one`), undefined);
  }
});

test('a build without an identity has no access, and with the caller’s the caller’s', async () => {
  const schedule = { imageNames: ['private-ai/weather:two'] };
  const file = await acr.upload(await acr.packed(source));
  for (const credentials of [undefined, { sourceRegistry: { identity: '[caller]' } }]) {
    const { body } = await acr.schedule(file, { ...schedule, credentials });
    assert.match((await acr.finished(body.name)).runErrorMessage, /failed to push/);
  }
  const foreign = { credentials: { sourceRegistry: { identity: payroll.clientId } } };
  assert.equal((await acr.schedule(file, foreign)).status, 400, 'no identity of the run');
  const { status, runErrorMessage } = await built(undefined, 'private-ai/weather');
  assert.deepEqual([status, /failed to push/.test(runErrorMessage)], ['Failed', true]);
});

test('FROM and COPY --from of another application are refused, however they are put together', async () => {
  assert.equal((await built(payroll, 'private-ai/payroll')).status, 'Succeeded');
  const another = `${service}/private-ai/payroll:one`;
  for (const Containerfile of [
    `FROM ${another}\n`,
    `ARG HOST=${service}\nARG APP=payroll\nFROM \${HOST}/private-ai/\${APP}:one\n`,
    `FROM node:24-slim\nCOPY --from=${another} / /\n`,
  ]) {
    const { status, runErrorMessage } = await built(weather, 'private-ai/weather', {
      ...source,
      Containerfile,
    });
    assert.equal(status, 'Failed');
    assert.match(runErrorMessage, /failed to resolve .*payroll:one: unauthorized/);
  }
  const Containerfile = `FROM ${service}/library/node:24-slim\nCOPY main.js ./\n`;
  const base = await built(weather, 'private-ai/weather', { ...source, Containerfile });
  assert.equal(base.status, 'Succeeded', base.runErrorMessage);
});

test('the same task run runs once, and again with another tag', async () => {
  const path = `${acr.id}/taskRuns/again`;
  const runRequest = {
    ...{ type: 'DockerBuildRequest', imageNames: [], isPushEnabled: false },
    ...{ dockerFilePath: 'Containerfile', platform: { os: 'Linux' } },
    sourceLocation: await acr.upload(await acr.packed(source)),
  };
  const put = async (forceUpdateTag: string) => {
    const { properties } = await asked('PUT', path, { properties: { runRequest, forceUpdateTag } });
    await acr.finished(properties.runResult.name);
    return properties.runResult.name;
  };
  const first = await put('a');
  assert.equal(await put('a'), first);
  assert.notEqual(await put('b'), first);
});

test('no token outlives the mode that it was given in', async () => {
  const token = await signedIn(weather);
  await setMode('LegacyRegistryPermissions');
  assert.equal((await access(token, 'private-ai/weather:pull')).status, 401);
  const now = await signedIn(weather);
  assert.equal((await access(now, 'private-ai/weather:pull')).status, 401, 'no role of this mode');
});
