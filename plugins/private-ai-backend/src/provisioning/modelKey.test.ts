import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import { apiVersions } from '../azure/apiVersions';
import { azureFor } from '../azure/azureFor';
import { afterForTest } from '../testing/after';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { startSqlite } from '../testing/databases';
import type { LandingZone } from '../config/landingZone';
import { clusterFor } from '../kubernetes/clusterFor';
import { requireAppRequest } from '../app/request';
import { namesOf } from '../app/names';
import { createProvisionWork } from './work';
import { createRetireWork } from '../retirement/work';
import { userTokensForTest } from '../testing/keys';
import { startReplica, worksFor } from '../testing/replica';
import { createVerifyWork } from '../verification/work';

const { signal } = new AbortController();

describe('an account whose keys work, shared by the applications', () => {
  let local: LocalAzure;
  let zone: LandingZone;
  let keys: { key1: string; key2: string };

  const tell = (what: string, body: unknown) =>
    fetch(`${local.admin}/${what}`, { method: 'PUT', body: JSON.stringify(body) });

  beforeAll(async () => {
    local = await startLocalAzure();
    await tell('timing', { scale: 0 });
    // The platform team's own, laid with local sign-in on.
    const { request } = requireAppRequest(asked('common'), [local.zone]);
    const common = { request, zone: local.zone, names: namesOf(request, local.zone) };
    const platform = azureFor(local.platformZone, { ca: local.ca }).arm;
    const accountId = foundryAccountId(common);
    const body = foundryAccountBody(common);
    const { subscriptionId, location } = local.zone.azure;
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${common.names.resourceGroup}`;
    await platform.put(group, apiVersions.resourceGroup, { location }, { signal });
    const properties = { ...body.properties, disableLocalAuth: false };
    const version = apiVersions.cognitiveServices;
    await platform.put(accountId, version, { ...body, properties }, { signal });
    keys = await platform.post(`${accountId}/listKeys`, version, {});
    zone = { ...local.zone, foundry: { account: 'shared', accountId } };
  });
  afterAll(() => local?.stop());

  it('are in nothing that is kept, logged or shown of provision, verify and retire, not even when Azure echoes them', async () => {
    const azure = azureFor(zone, { ca: local.ca });
    const deps = {
      azure: () => azure,
      cluster: () => clusterFor(zone, azure),
      owner: async () => undefined,
      userTokens: userTokensForTest(),
    };
    const folder = mkdtempSync(join(tmpdir(), 'private-ai-key-'));
    const { knex, close } = await startSqlite(join(folder, 'portal.sqlite'));
    const logger = mockServices.logger.mock();
    const provision = createProvisionWork({ ...deps, preflight: async () => [] });
    const one = await startReplica({
      knex,
      zones: [zone],
      logger,
      works: worksFor({
        provision: context => provision.run(context as never),
        verify: context => createVerifyWork(deps).run(context as never),
        retire: context =>
          createRetireWork({ ...deps, after: afterForTest() }).run(context as never),
        async build({ log }) {
          // As an application that prints its environment when it crashes.
          log(`OPENAI_API_KEY=${keys.key1}`);
          throw new Error(`the container said: ${keys.key2}`);
        },
      }),
    });
    const { request: app } = requireAppRequest(asked('weather'), [zone]);
    const shown: unknown[] = [];
    const ends = async (kind: string, input: object, state: 'succeeded' | 'failed') => {
      const { body } = await one.call('/operations', { kind, input });
      const operation = await one.reaches(body.id, state);
      shown.push(operation, (await one.events(body.id)).lines);
      return operation;
    };

    const words = `Said api-key: ${keys.key1}, {"key2":"${keys.key2}"} and ${keys.key1} alone`;
    const echo = { status: 400, code: 'Echoed', message: words };
    const failing = (method: string, path: string) =>
      tell('faults', [{ match: { room: 'arm', method, path }, times: 1, answer: echo }]);
    await failing('PUT', '/roleAssignments/');
    const failed = await ends('provision', { app }, 'failed');
    await ends('provision', { app }, 'succeeded');
    // Nothing is deployed: it says so, having looked at the rest.
    await ends('verify', { app }, 'failed');
    const source = { repoUrl: `${zone.git.host}?owner=apps&repo=weather`, commit: 'a'.repeat(40) };
    const crashed = await ends('build', { app, source }, 'failed');
    const retired = { entityRef: app.entityRef, landingZone: zone.name };
    await failing('DELETE', '/userAssignedIdentities/');
    await ends('retire', retired, 'failed');
    await ends('retire', retired, 'succeeded');

    const token = await azure.token(`${zone.azure.endpoint}/.default`);
    const { credential } = zone.azure;
    const { clientSecret } = credential as { clientSecret: string };
    await one.stop();
    await close();
    const kept = readdirSync(folder).map(file => readFileSync(join(folder, file)).toString('utf8'));
    rmSync(folder, { recursive: true });
    const logged = [logger.debug, logger.info, logger.warn, logger.error].flatMap(
      ({ mock }) => mock.calls,
    );
    const places = {
      kept: kept.join('\n'),
      logged: inspect(logged, { depth: 20 }),
      shown: JSON.stringify(shown),
    };

    // The search finds what is there, and the echo came as far as the words that a person reads.
    expect(failed.error?.message).toContain('Said api-key: …');
    expect(crashed.error?.message).toContain('the container said: …');
    for (const text of Object.values(places)) expect(text).toContain('Echoed');
    for (const secret of [keys.key1, keys.key2, token, clientSecret]) {
      expect(secret.length).toBeGreaterThan(20);
      for (const text of Object.values(places)) expect(text).not.toContain(secret);
    }
  });
});

const asked = (name: string) => ({
  name,
  owner: 'app-team',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'Help.',
});
