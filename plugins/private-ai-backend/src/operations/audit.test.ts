import { setTimeout as delay } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { readSse } from '@private-ai/plugin-private-ai-common';
import { application } from '../testing/app';
import { auditing } from '../testing/auditing';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { entity, startReplica, worksFor } from '../testing/replica';

const { request: app } = application();
const { entityRef } = app;
const release = {
  kind: 'release',
  input: {
    app,
    source: { repoUrl: 'git.example?owner=apps&repo=weather', commit: 'c'.repeat(40) },
  },
};
const retire = { kind: 'retire', input: { entityRef, landingZone: 'korea' } };
const handOver = { kind: 'hand-over', input: { entityRef, landingZone: 'korea' } };
const eve = { authorization: mockCredentials.user.header('user:default/eve') };

describe('what is done with operations', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await startSqlite();
  });
  afterEach(() => database.close());

  it('is told to the auditor: by whom, of which application, and what came of it', async () => {
    const { auditor, told } = await auditing();
    let denied = '';
    const one = await startReplica({
      knex: database.knex,
      auditor,
      entities: [entity('weather')],
      works: worksFor({
        async provision({ signal }) {
          await delay(60_000, undefined, { signal, ref: false });
          return {} as never;
        },
        retire: async () => ({ removed: [], stays: [] }),
        'hand-over': async () => ({ from: {}, to: {} }),
      }),
      allows: permission => permission !== denied,
    });
    const lines = () =>
      told.splice(0).map(({ eventId, status, severityLevel, actor, meta, error }) => ({
        what: `${status} ${eventId} ${meta?.kind}`,
        by: actor.actorId,
        severityLevel,
        id: meta?.operationId,
        of: `${meta?.entityRef} in ${meta?.landingZone}`,
        ...(error && { error: error.name }),
      }));
    const line = (what: string, by: string, more: object) => ({
      ...{ what, by, severityLevel: 'medium', id: undefined, of: `${entityRef} in korea` },
      ...more,
    });

    const { body: made } = await one.call(
      '/operations',
      { kind: 'provision', input: { app } },
      eve,
    );
    await one.reaches(made.id, 'running');
    await one.call(`/operations/${made.id}/cancel`, {}, eve);
    await one.reaches(made.id, 'cancelled');
    await one.call(`/operations/${made.id}/resume`, {}, eve);
    const { id } = made;
    const by = 'user:default/eve';
    expect(lines()).toEqual([
      line('initiated operation-start provision', by, {}),
      line('succeeded operation-start provision', by, { id }),
      line('initiated operation-cancel provision', by, { id }),
      line('succeeded operation-cancel provision', by, { id }),
      line('initiated operation-resume provision', by, { id }),
      line('succeeded operation-resume provision', by, { id }),
    ]);
    await one.call(`/operations/${made.id}/cancel`, {});
    told.length = 0;

    for (const [body, severityLevel] of [
      [retire, 'high'],
      [handOver, 'high'],
      [release, 'medium'],
    ] as const) {
      const started = await one.call('/operations', body, eve);
      const { kind } = body;
      expect(lines()).toEqual([
        line(`initiated operation-start ${kind}`, by, { severityLevel }),
        started.status === 201
          ? line(`succeeded operation-start ${kind}`, by, { severityLevel, id: started.body.id })
          : expect.objectContaining({ error: expect.any(String) }),
      ]);
      expect(started.status).toBe(201);
    }

    denied = 'private-ai.app.delete';
    expect(await one.call('/operations', retire, eve)).toMatchObject({ status: 403 });
    expect(lines()).toEqual([
      line('initiated operation-start retire', by, { severityLevel: 'high' }),
      line('failed operation-start retire', by, {
        ...{ severityLevel: 'high', error: 'NotAllowedError' },
      }),
    ]);
    await one.stop();
  });

  it('is followed by who may, for as long as they may', async () => {
    let allowed = true;
    const one = await startReplica({
      knex: database.knex,
      entities: [entity('weather')],
      recheckMs: 20,
      works: worksFor({
        async provision({ log, signal }) {
          log('Namespace weather: ready');
          await delay(60_000, undefined, { signal, ref: false });
          return {} as never;
        },
      }),
      allows: permission => allowed || permission !== 'private-ai.app.read',
    });
    const { body } = await one.call('/operations', { kind: 'provision', input: { app } });
    const response = await fetch(`${one.url}/operations/${body.id}/events`);
    const events: string[] = [];
    for await (const { event, data } of readSse(response.body!)) {
      events.push(event);
      if (event === 'log') allowed = false;
      else expect(JSON.parse(data).message).toContain('permission private-ai.app.read');
    }
    expect(events).toEqual(['log', 'refused']);
    await one.stop();
  });
});
