import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express from 'express';
import { Access } from '../access';
import { azureFor } from '../azure/azureFor';
import { startLocalArm, type LocalAzure } from '../azure/azureForTest';
import type { ClusterClient } from '../kubernetes/client';
import { createLandingZonesRouter } from './router';

let local: LocalAzure;
let server: Server;
let url: string;

beforeAll(async () => {
  local = await startLocalArm();
  const auth = mockServices.auth();
  const catalog = catalogServiceMock({
    entities: [
      { apiVersion: 'backstage.io/v1alpha1', kind: 'Component', metadata: { name: 'taken' } },
    ],
  });
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(request => ({
        result:
          'resourceRef' in request && request.resourceRef === 'korea'
            ? AuthorizeResult.ALLOW
            : AuthorizeResult.DENY,
      })),
  });
  const access = new Access({ auth, httpAuth: mockServices.httpAuth(), permissions, catalog });
  const router = createLandingZonesRouter({
    access,
    auth,
    catalog,
    zones: [local.zone, { ...local.zone, name: 'secret-zone' }],
    azure: zone => azureFor(zone, { ca: local.ca }),
    cluster: () => ({ get: async () => undefined }) as unknown as ClusterClient,
  });
  server = express().use(router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 30_000);
afterAll(async () => {
  server?.close();
  await local?.stop();
});

const preview = async (body: object) => {
  const response = await fetch(`${url}/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...(await response.json()) };
};
const form = {
  name: 'weather',
  owner: 'app-team',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'Help.',
};

describe('the API of the landing zones', () => {
  it('offers the zones that the asker may create in, without ids or credentials', async () => {
    const text = await (await fetch(`${url}/landing-zones`)).text();
    expect(JSON.parse(text).items).toMatchObject([{ name: 'korea', title: 'Korea Central' }]);
    expect(text).not.toMatch(/secret|subscriptions|tenant/i);
  });

  it('previews a form', async () => {
    const answer = await preview(form);
    expect(answer).toMatchObject({ status: 200, problems: [] });
    expect(answer.resources.length).toBeGreaterThan(5);
  });

  it('answers an unfinished form, and one for a zone that is not the asker’s, with sentences', async () => {
    expect(await preview({ name: 'weather' })).toMatchObject({
      status: 200,
      resources: [],
      problems: expect.arrayContaining([
        { field: 'landingZone', message: 'Choose a landing zone.' },
      ]),
    });
    expect((await preview({ ...form, landingZone: 'secret-zone' })).problems).toEqual([
      expect.objectContaining({ field: 'landingZone' }),
    ]);
  });

  it('says that a name is taken in the catalog', async () => {
    expect((await preview({ ...form, name: 'taken' })).problems).toEqual([
      { field: 'name', message: expect.stringContaining('already has component:default/taken') },
    ]);
  });
});
