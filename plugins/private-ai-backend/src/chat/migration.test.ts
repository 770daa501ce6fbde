import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { migrate } from '../database/database';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';

const directory = resolvePackagePath('@private-ai/plugin-private-ai-backend', 'migrations');
const time = '2026-11-24T12:00:00.000Z';

describe.each([
  ['SQLite', () => startSqlite()],
  ['PostgreSQL', startPostgres],
])(
  'a conversation of before there were approvals, on %s',
  (_, start: () => Promise<TestDatabase>) => {
    it('is there after the update, and a run may have answers in place of a question', async () => {
      const { knex, close } = await start();
      try {
        await knex.migrate.down({ directory, name: '20261125100000_chat_resume.js' });
        await knex('chat_threads').insert({
          ...{
            id: 't',
            entity_ref: 'component:default/a',
            user_ref: 'user:default/u',
            title: 'Hi',
          },
          ...{ created_at: time, updated_at: time },
        });
        const run = {
          thread_id: 't',
          state: 'finished',
          started_at: time,
          holder: 'h',
          heartbeat_at: 1,
        };
        await knex('chat_runs').insert({
          ...run,
          id: 'r',
          position: 1,
          message_id: 'm',
          message: 'Hi',
        });
        await knex('chat_events').insert({ run_id: 'r', seq: 1, first_seq: 1, body: '{}' });

        await migrate(knex);

        expect(await knex('chat_events').select('run_id', 'body')).toEqual([
          { run_id: 'r', body: '{}' },
        ]);
        await knex('chat_runs').insert({ ...run, id: 's', position: 2, resume: '[]' });
        expect(await knex('chat_runs').select('id', 'message').orderBy('position')).toEqual([
          { id: 'r', message: 'Hi' },
          { id: 's', message: null },
        ]);
        // The keys still hold after the table was rebuilt.
        await knex.migrate.down({ directory, name: '20261130200000_chat_application.js' });
        expect(await knex('chat_events').pluck('run_id')).toEqual(['r']);
        await migrate(knex);
        expect(await knex('chat_threads').select('id', 'application')).toEqual([
          { id: 't', application: null },
        ]);
        await knex('chat_threads').delete();
        expect(await knex('chat_events').select()).toEqual([]);
      } finally {
        await close();
      }
    });
  },
);
