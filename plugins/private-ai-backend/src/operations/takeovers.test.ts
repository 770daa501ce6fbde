import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { application } from '../testing/app';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { OperationStore } from './store';

const { request } = application();
const { entityRef } = request;
const asked = {
  kind: 'provision',
  entityRef,
  landingZone: 'korea',
  requestedBy: 'user:default/ana',
  input: { app: request },
} as const;

const folder = mkdtempSync(join(tmpdir(), 'private-ai-takeovers-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  ['SQLite', () => startSqlite(join(folder, 'portal.sqlite'))],
  ['PostgreSQL', startPostgres],
])('an operation that its replica does not survive, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let store: OperationStore;
  const children: ChildProcess[] = [];
  beforeAll(async () => {
    database = await startDatabase();
    store = new OperationStore(database.knex, ['provision']);
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(gone));
    await database.knex('operations').delete();
    await database.knex('operation_log').delete();
  });
  afterAll(() => database?.close());

  /** A replica in a process of its own. */
  function replica(): ChildProcess {
    const { client, connection, useNullAsDefault } = database.knex.client.config;
    // knex hides the password.
    const how = { ...connection, password: connection.password };
    const config = JSON.stringify({ client, connection: how, useNullAsDefault });
    const child = spawn(
      process.execPath,
      [
        ...['--require', require.resolve('@backstage/cli/config/nodeTransform.cjs')],
        ...[join(__dirname, 'killingForTest.ts'), config],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    child.stdout!.resume();
    children.push(child);
    return child;
  }
  async function gone(child: ChildProcess): Promise<NodeJS.Signals | null> {
    if (child.exitCode === null && child.signalCode === null) {
      // What lives on has nothing to do; it is not what killed itself.
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    return child.signalCode;
  }
  /** By what a replica ended that nobody ends. */
  const killed = async (child = replica()) => (await once(child, 'exit'))[1];
  const takeovers = async () => (await database.knex('operations').first()).takeovers;

  it('ends at the third takeover with what to do, and begins anew when a person resumes it', async () => {
    const { id } = await store.start(asked);
    for (let replicas = 1; replicas <= 3; replicas++) {
      expect(await killed()).toBe('SIGKILL');
      expect(await store.get(id)).toMatchObject({ state: 'running' });
    }
    const fourth = replica();
    const { error } = await until(
      'it has ended',
      () => store.get(id),
      ({ state }) => state === 'failed',
    );
    expect(error?.message).toMatch(
      /^The portal broke off 3 times .* something in it may bring the portal down.*then resume it\.$/,
    );
    const row = await database.knex('operations').first();
    expect(row).toMatchObject({ leads: null, lease_holder: null, state: 'failed' });

    await store.resume(id, 'user:default/ana');
    expect(await killed(fourth)).toBe('SIGKILL');
    expect(await takeovers()).toBe(0);
    expect(await killed()).toBe('SIGKILL');
    expect(await takeovers()).toBe(1);
  }, 300_000);

  it('goes on for as often as a replica is stopped that gives it back', async () => {
    let begun = 0;
    const works = worksFor({
      async provision({ signal }) {
        begun += 1;
        if (begun <= 5) await delay(60_000, undefined, { signal, ref: false });
        return { namespace: 'weather' } as never;
      },
    });
    const { id } = await store.start(asked);
    for (let stopped = 1; stopped <= 5; stopped++) {
      const one = await startReplica({ knex: database.knex, works });
      await until('it has begun', async () => begun === stopped);
      await one.stop();
    }
    const last = await startReplica({ knex: database.knex, works });
    await last.reaches(id, 'succeeded');
    expect(await takeovers()).toBe(0);
    await last.stop();
  });
});
