import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startRegistryForTest } from '../testing/registry.ts';

const service = 'acrcontosokrc01.azurecr.io';
const audience = 'https://containerregistry.azure.net';
const source = { Containerfile: 'FROM node:24-slim\nCOPY main.js ./\n', 'main.js': '1' };

let acr: Awaited<ReturnType<typeof startRegistryForTest>>;
before(async () => {
  acr = await startRegistryForTest();
});
after(() => acr.stop());

const post = async (path: string, form: Record<string, string>) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = String(new URLSearchParams(form));
  const { status, text } = await acr.ask('POST', acr.address() + path, body, headers);
  return { status, body: JSON.parse(text) };
};
const exchange = async (token: string, more = {}) =>
  post('/oauth2/exchange', {
    ...{ grant_type: 'access_token', service, tenant: acr.tenantId, access_token: token },
    ...more,
  });
const access = (refresh: string, scope = 'repository:private-ai/weather:pull') =>
  post('/oauth2/token', { grant_type: 'refresh_token', service, scope, refresh_token: refresh });
const look = (token: string, name: string) =>
  acr.ask('HEAD', `${acr.address()}/v2/private-ai/${name}`, undefined, {
    authorization: `Bearer ${token}`,
  });

test('a token of Entra is exchanged for one that looks a tag up', async () => {
  const { outputImages } = await acr.build(source);
  const { body } = await exchange(await acr.tokenFor(audience, 'portal'));
  const { access_token: token } = (await access(body.refresh_token)).body;
  const { status, headers } = await look(token, 'weather/manifests/one');
  assert.equal(status, 200);
  assert.equal(headers['docker-content-digest'], outputImages[0].digest);
  assert.equal((await look(token, `weather/manifests/${outputImages[0].digest}`)).status, 200);
  assert.equal((await look(token, 'weather/manifests/other')).status, 404);
});

test('a token is good for its repository alone, and a refresh token for none', async () => {
  const { body } = await exchange(await acr.tokenFor(audience, 'portal'));
  const { access_token: token } = (await access(body.refresh_token)).body;
  assert.equal((await look(token, 'payroll/manifests/one')).status, 401);
  assert.equal((await look(body.refresh_token, 'weather/manifests/one')).status, 401);
  assert.equal((await look('', 'weather/manifests/one')).status, 401);
  assert.equal((await access(body.refresh_token, 'registry:catalog:*')).status, 401);
});

test('a foreign token, tenant or registry is refused, and so is who may not pull', async () => {
  const vault = await acr.tokenFor('https://vault.azure.net', 'portal');
  assert.equal((await exchange(vault)).status, 401);
  const token = await acr.tokenFor(audience, 'portal');
  assert.equal((await exchange(token, { service: 'other.azurecr.io' })).status, 401);
  assert.equal((await exchange(token, { tenant: 'other' })).status, 401);
  const { body } = await exchange(token);
  acr.takeRoles();
  assert.equal((await access(body.refresh_token)).status, 401);
});
