import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { AppPlan, RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { Router } from 'express';
import { validate, type Schema } from 'jsonschema';
import { createTemplateRenderer } from 'nunjitsu';
import { parse } from 'yaml';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { landingZone } from '../testing/landingZone';
import { startReplica, worksFor } from '../testing/replica';
import { createActions } from './actions';
import { exampleApp } from './exampleApp';
import { pagesAt } from '../portalApi/pagesAt';
import { portalApi } from '../portalApi/portalApi';

const plan: AppPlan = {
  rows: [
    { id: 'resource-group', type: 'Resource group', name: 'rg-weather', action: 'create' },
    { id: 'identity', type: 'Managed identity', name: 'uami-weather', action: 'create' },
    { id: 'foundry-account', type: 'Foundry account', name: 'aif-weather', action: 'create' },
    { id: 'namespace', type: 'Namespace', name: 'weather', action: 'create' },
    { id: 'service-connector', type: 'Service connector', name: 'w', action: 'create' },
    { id: 'telemetry', type: 'Telemetry', name: 'weather', action: 'create' },
  ],
  problems: [],
};
const retirement: RetirementPlan = {
  after: {},
  removes: [{ type: 'Managed identity', name: 'uami-weather' }],
  stays: [{ name: 'Foundry account aif-weather', message: 'Azure keeps it for 48 hours.' }],
  chats: { conversations: 3, people: 2 },
};

/** What the examples' expressions refer to. */
const image = `acrtest.azurecr.io/weather@sha256:${'0'.repeat(64)}`;
const values = {
  parameters: exampleApp,
  steps: {
    plan: { output: { app: exampleApp, repository: { repoUrl: 'git.example?owner=apps&repo=x' } } },
    publish: { output: { commitHash: 'a'.repeat(40) } },
    build: { output: { image } },
  },
};
const renderer = createTemplateRenderer({});
const context = renderer.prepareContext(values as never);
const render = (value: unknown) =>
  JSON.parse(JSON.stringify(value ?? {}), (_, each) =>
    typeof each === 'string' ? renderer.renderValue(each, context) : each,
  );

interface Example {
  steps: { id: string; action: string; name: string; input?: object }[];
}

describe('every action', () => {
  let database: TestDatabase;
  let replica: Awaited<ReturnType<typeof startReplica>>;
  let workspacePath: string;
  const zones = [landingZone()];
  const discovery = mockServices.discovery.mock({ getBaseUrl: async () => replica.url });
  const api = portalApi({ auth: mockServices.auth({ pluginId: 'scaffolder' }), discovery });
  const actions = createActions({ api, zones, pageOf: pagesAt('https://portal.example') });
  const inputs = (action: (typeof actions)[number]) =>
    (action.examples ?? []).flatMap(({ example }) =>
      (parse(example) as Example).steps
        .filter(step => step.action === action.id)
        .map(({ input }) => render(input)),
    );

  beforeAll(async () => {
    database = await startSqlite();
    workspacePath = mkdtempSync(join(tmpdir(), 'private-ai-workspace-'));
    writeFileSync(join(workspacePath, 'README.md'), 'Hello.');
    replica = await startReplica({
      knex: database.knex,
      works: worksFor({}),
      router: () => {
        const router = Router();
        router.post('/plan', (_, response) => void response.json(plan));
        router.get('/apps/:kind/:namespace/:name/retirement', (_, response) => {
          response.json(retirement);
        });
        return router;
      },
    });
  });
  afterAll(async () => {
    await replica.stop();
    await database.close();
    rmSync(workspacePath, { recursive: true });
  });

  it.each(actions)('$id has examples that its schema takes', action => {
    expect(inputs(action).length).toBeGreaterThan(0);
    for (const input of inputs(action)) {
      expect(validate(input, action.schema?.input as Schema).errors.map(String)).toEqual([]);
    }
    for (const { example } of action.examples ?? []) {
      for (const step of (parse(example) as Example).steps) {
        expect(step).toMatchObject({ id: expect.any(String), name: expect.any(String) });
      }
    }
  });

  it.each(actions)(
    '$id starts nothing in a dry run, says so, and puts out what its schema says',
    async action => {
      expect(action.supportsDryRun).toBe(true);
      const log: string[] = [];
      const said = (line: string) => void log.push(line);
      const logger = mockServices.logger.mock({ info: said, warn: said });
      const outputs: Record<string, unknown> = {};
      const made = createMockActionContext({ input: inputs(action)[0], workspacePath });
      // The mock drops what it does not know.
      const ctx = Object.assign(made, {
        isDryRun: true,
        logger,
        output: (name: string, value: unknown) => void (outputs[name] = value),
        checkpoint: () => Promise.reject(new Error('A dry run keeps nothing.')),
      });
      await action.handler(ctx as never);

      expect(await database.knex('operations').count({ count: '*' })).toEqual([{ count: 0 }]);
      const written = action.schema?.output as Schema;
      const promised = Object.keys(written?.properties ?? {});
      expect(Object.keys(outputs).toSorted()).toEqual(promised.toSorted());
      expect(validate(JSON.parse(JSON.stringify(outputs)), written).errors.map(String)).toEqual([]);
      if (promised.length > 0) expect(log.join('\n')).toMatch(/^(Dry run: |create )/);
    },
  );

  it('tells in a dry run of a part of that part only', async () => {
    const rows = async (id: string) => {
      const log: string[] = [];
      const logger = mockServices.logger.mock({ info: line => void log.push(line) });
      const action = actions.find(one => one.id === id)!;
      const made = createMockActionContext({ input: inputs(action)[0], workspacePath });
      await action.handler(Object.assign(made, { isDryRun: true, logger }) as never);
      return log.slice(1).map(line => line.split(/ {2,}/)[1]);
    };
    expect(await rows('private-ai:foundry:provision')).toEqual([
      'Resource group',
      'Foundry account',
    ]);
    expect(await rows('private-ai:identity:provision')).toEqual([
      'Resource group',
      'Managed identity',
    ]);
    expect(await rows('private-ai:namespace:provision')).toEqual(['Namespace']);
    expect(await rows('private-ai:service-connector:provision')).toEqual([
      ...['Resource group', 'Managed identity', 'Foundry account', 'Namespace'],
      'Service connector',
    ]);
    expect(await rows('private-ai:telemetry:provision')).toEqual(['Namespace', 'Telemetry']);
    expect(await rows('private-ai:app:provision')).toHaveLength(6);
  });
});
