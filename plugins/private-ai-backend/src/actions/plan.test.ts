import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { say, type AppPlan, type Outage } from '@private-ai/plugin-private-ai-common';
import { application } from '../testing/app';
import { landingZone } from '../testing/landingZone';
import { createPlanAction } from './plan';
import { portalApi } from '../portalApi/portalApi';

const { entityRef: _, ...form } = application().request;

describe('private-ai:app:plan', () => {
  let server: Server;
  let answer: AppPlan;
  const asked: { url?: string; authorization?: string; body: unknown }[] = [];

  const pageOf = (ref: string) => `https://portal.example/${ref}`;
  const plan = async (more = {}, { isDryRun = false } = {}) => {
    const baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`;
    const api = portalApi({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({ getBaseUrl: async () => baseUrl }),
    });
    const log: string[] = [];
    const logger = mockServices.logger.mock({
      info: (line: string) => {
        log.push(line);
      },
    });
    const ctx = createMockActionContext({ input: { ...form, ...more } as never, isDryRun, logger });
    await createPlanAction({ api, zones: [landingZone()], pageOf }).handler(ctx as never);
    return { output: Object.fromEntries((ctx.output as jest.Mock).mock.calls), log };
  };

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let text = '';
      for await (const part of request) text += part;
      const { authorization } = request.headers;
      asked.push({ url: request.url, authorization, body: JSON.parse(text) });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  });
  afterAll(() => new Promise(done => server.close(done)));

  const rows: AppPlan['rows'] = [
    { id: 'namespace', type: 'Namespace', name: 'weather', action: 'leave' },
    {
      id: 'model-deployment',
      type: 'Model deployment',
      name: 'gpt-5.2',
      action: 'change',
      differences: ['sku.capacity: 10 → 30'],
    },
    {
      id: 'telemetry',
      type: 'Telemetry',
      name: 'weather',
      action: 'unknown',
      reason: 'It is down.',
    },
  ];

  it('puts out the request, its names, where it is published and what each resource comes to', async () => {
    answer = { rows, problems: [] };
    const { output, log } = await plan();
    // Before anything is there: whatever becomes of the task, it says where to look.
    expect(log.at(-1)).toMatch('https://portal.example/component:default/weather');
    expect(output.app).toMatchObject({ name: 'weather', entityRef: 'component:default/weather' });
    expect(output.names).toEqual({
      namespace: 'weather',
      service: 'weather',
      foundryAccount: 'aif-weather',
      modelDeployment: 'gpt-5.2',
      identity: 'uami-weather',
      connector: 'weather_connection',
    });
    expect(output.repository).toMatchObject({ type: 'gitea', repoUrl: expect.any(String) });
    const repository = expect.stringMatching(/\.azurecr\.io\/private-ai\/weather-[\da-f]{20}$/);
    expect(output.images).toEqual({ repository, strategy: 'tasks' });
    expect(output.rows).toEqual(rows);
    expect(asked[0]).toMatchObject({ url: '/plan', body: form });
    // As who runs the template, not as the portal.
    expect(asked[0].authorization).toContain('user:default/mock');
  });

  it('names the deployment of a shared account that the plan has found', async () => {
    const [, deployment] = rows;
    answer = { rows: [{ ...deployment, name: 'chat', action: 'leave' }], problems: [] };
    const { output } = await plan();
    expect(output.names).toMatchObject({ modelDeployment: 'chat' });
  });

  it('writes a table to the log, and has no repository for an application that exists', async () => {
    answer = { rows, problems: [] };
    const { output, log } = await plan({ change: true }, { isDryRun: true });
    expect(output).not.toHaveProperty('repository');
    expect(asked.at(-1)).toMatchObject({ body: { ...form, change: true } });
    expect(log).toEqual([
      'leave    Namespace         weather',
      'change   Model deployment  gpt-5.2',
      '         sku.capacity: 10 → 30',
      'unknown  Telemetry         weather',
      '         It is down.',
    ]);
  });

  it('says in the log that a text changes, which it does not write out', async () => {
    const config = { id: 'agent-config', type: 'Agent configuration', name: 'weather-agent' };
    answer = { rows: [{ ...config, action: 'change', formerText: 'Be kind.' }], problems: [] };
    const { log } = await plan({ change: true });
    expect(log).toEqual(['change  Agent configuration  weather-agent', '        its text']);
  });

  it('refuses a wrong form with every sentence', async () => {
    answer = {
      rows: [],
      problems: [{ field: 'name', message: 'It is taken.' }, { message: 'The cluster is down.' }],
    };
    await expect(plan()).rejects.toThrow('It is taken.\nThe cluster is down.');
  });

  it('refuses what could not be looked at', async () => {
    const outage: Outage = {
      system: 'cluster',
      zone: 'Korea',
      since: '2026-01-01T00:00:00Z',
      sentence: say('outage-cluster-away', { zone: 'Korea' }),
      detail: 'No answer in 9 s.',
    };
    answer = { rows, problems: [], outages: [outage] };
    await expect(plan()).rejects.toThrow('The cluster of Korea does not answer. No answer in 9 s.');
  });
});
