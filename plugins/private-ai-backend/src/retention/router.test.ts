import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { portal } from '../testing/portal';
import { idsIn, keep, keepChat } from './keptForTest';
import { createErasuresRouter } from './router';

const person = 'user:default/ana';

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('the erasure of a person, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let room: Awaited<ReturnType<typeof portal>>;
  let allowed = true;
  beforeAll(async () => {
    database = await startDatabase();
    room = await portal(deps => createErasuresRouter({ ...deps, knex: database.knex }), {
      allows: () => allowed,
    });
  });
  afterAll(async () => {
    room.close();
    await database.close();
  });
  beforeEach(async () => {
    allowed = true;
    room.told.length = 0;
    for (const table of ['operations', 'operation_log', 'operation_checkpoints', 'chat_threads'])
      await database.knex(table).delete();
  });
  const erase = async (userRef: unknown, as = 'engineer') => {
    const response = await room.ask('/erasures', { body: { userRef }, as });
    return { status: response.status, body: await response.json() };
  };

  it('takes what they said, and their name out of what they did', async () => {
    const { knex } = database;
    await keepChat(knex, { id: 'hers', days: 1 });
    await keepChat(knex, { id: 'hers-open', days: 1, app: 'other', state: 'running' });
    await keepChat(knex, { id: 'his', days: 1, by: 'anatol' });
    await keep(
      knex,
      { id: 'hers', days: 2, owner: person, said: `${person} cancels it.`, state: 'failed' },
      { id: 'hers-too', days: 2, app: 'other' },
      { id: 'his', days: 1, by: 'anatol', said: `Waits for ${person}, not for ${person}tol.x.` },
      { id: 'open', days: 1, by: 'anatol', owner: person, state: 'running' },
    );
    const erased = await erase('user:ana');
    expect(erased).toEqual({
      status: 200,
      body: { userRef: person, conversations: 2, operations: 2 },
    });
    expect(await idsIn(knex, 'chat_threads')).toEqual(['his']);
    expect(await idsIn(knex, 'chat_events', 'run_id')).toEqual(['run-his']);
    const rows = await knex('operations').select().orderBy('id');
    expect(rows.map(({ id, requested_by: by }) => [id, by])).toEqual([
      ['hers', 'user:default/~erased'],
      ['hers-too', 'user:default/~erased'],
      ['his', 'user:default/anatol'],
      ['open', 'user:default/anatol'],
    ]);
    const [hers] = rows;
    expect(JSON.parse(hers.input).app).toMatchObject({ owner: 'user:default/~erased', of: 'hers' });
    expect(JSON.parse(hers.error).message).toBe('user:default/~erased cancels it.');
    const lines = await knex('operation_log').orderBy('operation_id').pluck('message');
    expect(lines).toContain('user:default/~erased cancels it.');
    expect(lines).toContain(`Waits for user:default/~erased, not for ${person}tol.x.`);
    // What somebody else has asked for and is under way goes on as they asked for it.
    expect(JSON.parse(rows[3].input).app.owner).toBe(person);

    const told = room.told.map(({ eventId, status, actor, severityLevel, meta }) => ({
      ...{ eventId, status, user: actor.actorId, severityLevel },
      ...meta,
    }));
    const event = {
      ...{ eventId: 'person-erase', user: 'user:default/engineer', severityLevel: 'high' },
      userRef: person,
    };
    expect(told).toEqual([
      { ...event, status: 'initiated' },
      { ...event, status: 'succeeded', conversations: 2, operations: 2 },
    ]);
    expect((await erase(person)).body).toEqual({
      ...{ userRef: person, conversations: 0, operations: 0 },
    });
  });

  it('waits for what they have under way, and takes nothing before', async () => {
    const { knex } = database;
    await keepChat(knex, { id: 'hers', days: 1 });
    await keep(knex, { id: 'done', days: 2 }, { id: 'open', days: 1, state: 'queued' });
    expect(await erase(person)).toMatchObject({
      status: 409,
      body: {
        error: { message: expect.stringMatching(/^The operation open .* wait for its end/) },
      },
    });
    expect(await idsIn(knex, 'chat_threads')).toEqual(['hers']);
    expect(await idsIn(knex, 'operations', 'requested_by')).toEqual([person]);
    expect(room.told.at(-1)).toMatchObject({ eventId: 'person-erase', status: 'failed' });
  });

  it('is for who has the permission, and of a person', async () => {
    await keepChat(database.knex, { id: 'hers', days: 1 });
    expect(await erase('group:default/team')).toMatchObject({ status: 400 });
    expect(await erase(undefined)).toMatchObject({ status: 400 });
    allowed = false;
    expect(await erase(person)).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('private-ai.person.erase') } },
    });
    expect(await idsIn(database.knex, 'chat_threads')).toEqual(['hers']);
    expect(room.told.at(-1)).toMatchObject({
      status: 'failed',
      actor: { actorId: expect.any(String) },
    });
  });
});
