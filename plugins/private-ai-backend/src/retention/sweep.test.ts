import { usualRetention } from '../config/retention';
import { OperationStore } from '../operations/store';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { idsIn, keep, keepChat, now } from './keptForTest';
import { sweep } from './sweep';

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('what is kept, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    for (const table of ['operations', 'operation_log', 'operation_checkpoints', 'chat_threads'])
      await database.knex(table).delete();
  });
  const swept = (clock = now) => sweep(database.knex, usualRetention, clock);
  const left = (table: string, column?: string) => idsIn(database.knex, table, column);

  it('is, of conversations, what somebody asked something in within ninety days', async () => {
    const { knex } = database;
    for (let index = 0; index < 45; index++)
      await keepChat(knex, { id: `old-${index}`, days: 91 + index });
    await keepChat(knex, { id: 'new', days: 89 });
    await keepChat(knex, { id: 'open', days: 91, state: 'running' });
    expect(await swept()).toEqual({ conversations: 45, lines: 0, operations: 0 });
    expect(await left('chat_threads')).toEqual(['new', 'open']);
    expect(await left('chat_events', 'run_id')).toEqual(['run-new', 'run-open']);
    // The clock goes on, and the answer ended.
    await knex('chat_runs').update({ state: 'finished' });
    expect(await swept(now + 2 * 86_400_000)).toMatchObject({ conversations: 2 });
    for (const table of ['chat_threads', 'chat_runs', 'chat_events'])
      expect(await knex(table).select()).toEqual([]);
  });

  it('is, of logs, what ended operations said within thirty days', async () => {
    await keep(
      database.knex,
      { id: 'old', days: 31 },
      { id: 'new', days: 29 },
      { id: 'open', days: 31, state: 'running' },
    );
    expect(await swept()).toEqual({ conversations: 0, lines: 1, operations: 0 });
    expect(await left('operation_log', 'operation_id')).toEqual(['new', 'open']);
    expect(await left('operations')).toEqual(['new', 'old', 'open']);
  });

  it('is, of operations, a year, and what still decides something', async () => {
    const { knex } = database;
    await keep(
      knex,
      { id: 'first', days: 900, wrote: true },
      { id: 'anas', days: 800 },
      { id: 'bobs', days: 700, by: 'bob', wrote: true },
      { id: 'part', days: 600, part: 'foundry' },
      { id: 'released', days: 500, kind: 'release' },
      { id: 'released-last', days: 450, kind: 'release' },
      { id: 'never-begun', days: 440, state: 'cancelled', unbegun: true },
      { id: 'verified', days: 300, kind: 'verify' },
      // Retired, and left.
      { id: 'gone-made', days: 900, app: 'gone' },
      { id: 'gone-released', days: 890, app: 'gone', kind: 'release' },
      { id: 'gone-retired', days: 880, app: 'gone', kind: 'retire' },
      // Retired, and made anew by somebody else.
      { id: 'again-made', days: 900, app: 'again' },
      { id: 'again-retired', days: 890, app: 'again', kind: 'retire' },
      { id: 'again-anew', days: 880, app: 'again', by: 'bob' },
      // Retired a moment ago: nobody holds the name, because the retirement says so.
      { id: 'late-made', days: 900, app: 'late' },
      { id: 'late-retired', days: 2, app: 'late', kind: 'retire' },
      // Failed: what wrote holds the name, what did not holds none.
      { id: 'failed-wrote', days: 900, app: 'half', by: 'carol', state: 'failed', wrote: true },
      { id: 'failed', days: 890, app: 'half', by: 'dan', state: 'failed' },
      { id: 'half-released', days: 880, app: 'half', kind: 'release' },
      { id: 'half-asked', days: 870, app: 'half', by: 'carol', state: 'failed' },
      { id: 'open', days: 900, app: 'slow', state: 'running' },
    );
    const store = new OperationStore(knex, ['provision', 'release', 'retire']);
    const apps = ['weather', 'gone', 'again', 'late', 'half', 'slow'];
    const decided = async () =>
      Promise.all(
        apps.map(async app => {
          const ref = `component:default/${app}`;
          const newest = async (...kinds: ('provision' | 'release')[]) =>
            app === 'gone'
              ? undefined
              : (await store.newest(ref, kinds.length ? kinds : undefined))?.id;
          return {
            app,
            makers: (await store.provisioners(ref)).toSorted(),
            asked: app === 'gone' || app === 'late' ? undefined : await store.lastRequest(ref),
            newest: await newest(),
            made: app === 'late' ? undefined : await newest('provision'),
            released: await newest('release'),
            resumed: await store.resume('failed-wrote', 'carol').catch(error => error.name),
          };
        }),
      );
    const before = await decided();
    expect(before[0]).toMatchObject({ asked: { of: 'bobs' }, released: 'released-last' });
    expect(before[4].resumed).toBe('ConflictError');

    expect((await swept()).operations).toBeGreaterThan(0);
    expect(await decided()).toEqual(before);
    expect(await left('operations')).toEqual(
      [
        ...['bobs', 'part', 'released-last', 'verified', 'again-anew', 'late-retired'],
        ...['failed-wrote', 'half-released', 'half-asked', 'open'],
      ].toSorted(),
    );
    expect(await left('operation_checkpoints', 'operation_id')).toEqual(['bobs', 'failed-wrote']);
    expect(await swept()).toEqual({ conversations: 0, lines: 0, operations: 0 });
  });
});
