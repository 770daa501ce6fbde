import { setTimeout as delay } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { application } from '../testing/app';
import { landingZone } from '../testing/landingZone';
import { startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { createBuildImageAction } from './buildImage';
import { portalApi } from '../portalApi/portalApi';
import { createProvisionAction } from './provision';
import { createProvisionFoundryAction } from './provisionFoundry';
import { createProvisionIdentityAction } from './provisionIdentity';
import { createRetireAction } from './retire';

const { request: app, names } = application();
const { namespace, service, foundryAccount, modelDeployment, identity, connector } = names;
const outputs = { namespace, service, foundryAccount, modelDeployment, identity, connector };
const zones = [landingZone()];

describe('the actions', () => {
  let database: TestDatabase;
  const stops: (() => Promise<void>)[] = [];
  const start = async (run: Parameters<typeof worksFor>[0]) => {
    const replica = await startReplica({ knex: database.knex, works: worksFor(run) });
    stops.push(replica.stop);
    const discovery = mockServices.discovery.mock({ getBaseUrl: async () => replica.url });
    const api = portalApi({ auth: mockServices.auth({ pluginId: 'scaffolder' }), discovery });
    return { replica, api };
  };
  const context = <T extends object>(input: T, more: object = {}) => {
    const logger = mockServices.logger.mock();
    const made = createMockActionContext({ input: input as never });
    // The mock drops what it does not know.
    return Object.assign(made, { logger, task: { id: 'task-1' }, ...more });
  };

  beforeEach(async () => {
    database = await startSqlite();
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await database.close();
  });

  it('print the log, put out the outputs, and find their operation again', async () => {
    let runs = 0;
    const { api } = await start({
      async provision({ log, operation }) {
        runs += 1;
        log(`Namespace weather: ready for ${operation.requestedBy}`);
        return outputs;
      },
    });
    const action = createProvisionAction({ api, zones });
    for (let run = 1; run <= 2; run++) {
      const ctx = context({ app });
      await action.handler(ctx as never);
      expect(ctx.logger.info).toHaveBeenCalledWith(
        'Namespace weather: ready for user:default/mock',
      );
      expect(ctx.output).toHaveBeenCalledWith('foundryAccount', 'aif-weather');
    }
    expect(runs).toBe(1);
  });

  it('start an operation for each step and input of one task', async () => {
    const runs: string[] = [];
    const { api } = await start({
      async provision({ operation }) {
        runs.push(operation.entityRef);
        return outputs;
      },
    });
    const action = createProvisionAction({ api, zones });
    const other = { ...app, name: 'other', entityRef: 'component:default/other' };
    await action.handler(context({ app }) as never);
    await action.handler(context({ app: other }) as never);
    await action.handler(context({ app }, { step: { id: '다시' } }) as never);
    expect(runs).toEqual([app.entityRef, other.entityRef, app.entityRef]);
  });

  it('fail with the sentence of the operation; run again, they resume it', async () => {
    let broken = true;
    const { api } = await start({
      provision: async () => {
        if (broken) throw new Error('No quota left: ask for less.');
        return outputs;
      },
    });
    const action = createProvisionAction({ api, zones });
    await expect(action.handler(context({ app }) as never)).rejects.toThrow(
      'No quota left: ask for less.',
    );
    broken = false;
    await action.handler(context({ app }) as never);
  });

  it('fail with the sentence of the refusal', async () => {
    const { api } = await start({});
    const input = { app, repoUrl: 'elsewhere.example?owner=o&repo=r', commit: 'a'.repeat(40) };
    await expect(
      createBuildImageAction({ api, zones }).handler(context(input) as never),
    ).rejects.toThrow(/^The landing zone Korea Central takes source from git.example\/apps/);
  });

  it('cancel the operation when the task is cancelled', async () => {
    const { api, replica } = await start({
      provision({ signal, log }) {
        log('It is begun.');
        return delay(600_000, outputs as never, { signal, ref: false });
      },
    });
    const cancelling = new AbortController();
    const ctx = context({ app }, { signal: cancelling.signal });
    const running = createProvisionAction({ api, zones }).handler(ctx as never);
    const cancelled = expect(running).rejects.toThrow(/^Cancelled/);
    await until('it follows', () => ctx.logger.info.mock.calls.flat().includes('It is begun.'));
    cancelling.abort();
    await cancelled;
    const { body } = await replica.call<{ items: { state: string }[] }>(
      '/operations?entityRef=component:default/weather',
    );
    expect(body.items).toMatchObject([{ state: 'cancelled' }]);
  });

  it('start the kind and the part of an operation that is theirs', async () => {
    const asked: object[] = [];
    const removed = [{ type: 'Namespace', name: 'weather' }];
    const endpoint = 'https://aif-weather.openai.azure.com/';
    const identityClientId = '33333333-3333-3333-3333-333333333333';
    const { api } = await start({
      async provision({ operation }) {
        asked.push(operation.input);
        return { ...outputs, endpoint, identityClientId };
      },
      async retire({ operation }) {
        asked.push(operation.input);
        return { removed, stays: [] };
      },
    });
    const run = async (action: { handler(ctx: never): Promise<void> }, input: object) => {
      const ctx = context(input);
      await action.handler(ctx as never);
      return Object.fromEntries((ctx.output as jest.Mock).mock.calls);
    };
    expect(await run(createProvisionFoundryAction({ api, zones }), { app })).toEqual({
      foundryAccount,
      modelDeployment,
      endpoint,
    });
    expect(await run(createProvisionIdentityAction({ api, zones }), { app })).toEqual({
      identity,
      identityClientId,
    });
    const retired = { entityRef: 'default/weather', landingZone: 'korea' };
    expect(await run(createRetireAction({ api }), retired)).toEqual({ removed, stays: [] });
    expect(asked).toEqual([
      { app, part: 'foundry' },
      { app, part: 'identity' },
      { entityRef: 'component:default/weather', landingZone: 'korea' },
    ]);
  });
});
