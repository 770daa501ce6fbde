import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { AppPreview } from '@private-ai/plugin-private-ai-common';
import { appForTest, zoneForTest } from '../kubernetes/appForTest';
import { createPlanAction } from './plan';
import { portalApi } from './portalApi';

const { entityRef: _, ...form } = appForTest().request;

describe('private-ai:app:plan', () => {
  let server: Server;
  let preview: AppPreview;
  const asked: { url?: string; authorization?: string; body: unknown }[] = [];

  const plan = async () => {
    const baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
    const api = portalApi({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({ getBaseUrl: async () => baseUrl }),
    });
    const ctx = createMockActionContext({ input: form as never });
    await createPlanAction({ api, zones: [zoneForTest()] }).handler(ctx as never);
    return Object.fromEntries((ctx.output as jest.Mock).mock.calls);
  };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      const { authorization } = request.headers;
      asked.push({ url: request.url, authorization, body: JSON.parse(text) });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(preview));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise(done => server.close(done)));

  it('puts out the request, its names and what will be made', async () => {
    preview = { resources: [{ type: 'Foundry account', name: 'aif-weather' }], problems: [] };
    const output = await plan();
    expect(output.app).toMatchObject({ name: 'weather', entityRef: 'component:default/weather' });
    expect(output.names).toEqual({
      namespace: 'weather',
      service: 'weather',
      foundryAccount: 'aif-weather',
      modelDeployment: 'gpt-5.2',
      identity: 'uami-weather',
      connector: 'weather_connection',
    });
    expect(output.resources).toEqual(preview.resources);
    expect(asked[0]).toMatchObject({ url: '/preview', body: form });
    // As who runs the template, not as the portal.
    expect(asked[0].authorization).toContain('user:default/mock');
  });

  it('refuses a wrong form with every sentence', async () => {
    preview = {
      resources: [],
      problems: [{ field: 'name', message: 'It is taken.' }, { message: 'The cluster is down.' }],
    };
    await expect(plan()).rejects.toThrow('It is taken.\nThe cluster is down.');
  });
});
