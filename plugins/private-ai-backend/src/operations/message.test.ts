import type { Operation } from '@private-ai/plugin-private-ai-common';
import { application } from '../testing/app';
import { countQueries, startSqlite, type TestDatabase } from '../testing/databases';
import { startReplica, worksFor } from '../testing/replica';
import { keptMessage, longestMessage } from './message';

const megabytes = (size: number) => 'x'.repeat(size * 1024 * 1024);

describe('what an operation says', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startSqlite();
  });
  afterAll(() => database?.close());

  it('is kept as far as a person reads it, and as little of it is listed', async () => {
    const instructions = 'a'.repeat(8_000);
    const app = application({ instructions }).request;
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({
        async verify({ log }) {
          log(megabytes(1));
          throw Object.assign(new Error(`failed: ${megabytes(15)}`), { resource: megabytes(1) });
        },
      }),
    });
    const { body: started } = await one.call('/operations', { kind: 'verify', input: { app } });
    const failed = await one.reaches(started.id, 'failed');
    expect(failed.error?.message).toHaveLength(longestMessage);
    expect(failed.input).toMatchObject({ app: { instructions } });
    expect(JSON.stringify(failed).length).toBeLessThan(20_000);
    const { lines } = await one.events(started.id);
    expect(lines.map(({ message }) => message.length)).toEqual([longestMessage, longestMessage]);
    const row = await database.knex('operations').where({ id: started.id }).first();
    for (let index = 1; index < 100; index++)
      await database.knex('operations').insert({ ...row, id: `another ${index}` });
    // As an early portal kept them.
    const error = JSON.stringify({ name: 'Error', message: megabytes(1) });
    await database.knex('operations').update({ error });
    const { body } = await one.call<{ items: Operation[] }>(
      `/operations?entityRef=${app.entityRef}`,
    );
    expect(body.items).toHaveLength(100);
    expect(JSON.stringify(body).length).toBeLessThan(1024 * 1024);
    await one.stop();
  });

  it('is written in the order in which it was said, many lines by one query', async () => {
    const words = Array.from({ length: 1_000 }, (_, index) => `line ${index}`);
    const queries = countQueries(database.knex, /operation_log/);
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({
        async build({ log }) {
          for (const word of words) log(word);
          return { image: 'an image' } as never;
        },
      }),
    });
    const { request, zone } = application();
    const source = { repoUrl: `${zone.git.host}?owner=apps&repo=weather`, commit: 'a'.repeat(40) };
    const { body } = await one.call('/operations', {
      kind: 'build',
      input: { app: request, source },
    });
    await one.reaches(body.id, 'succeeded');
    expect(queries()).toBeLessThan(100);
    const { lines } = await one.events(body.id);
    expect(lines.map(({ message }) => message)).toEqual(words);
    await one.stop();
  });

  it('has no secret in it that the cut goes through', () => {
    const before = 'x'.repeat(longestMessage - 20);
    const kept = keptMessage(`${before} ghp_${'a1B2'.repeat(9)} and ${megabytes(1)}`);
    expect(kept.slice(before.length)).toMatch(/^ ghp_… and x+…$/);
  });
});
