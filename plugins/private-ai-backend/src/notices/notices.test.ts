import type { Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { createBackendPlugin, createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import {
  notificationService,
  type NotificationService,
} from '@backstage/plugin-notifications-node';
import type { EndedOperation } from '../operations/lease';
import { application } from '../testing/app';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { entity, startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { noticesBy } from './notices';

const { request: app } = application();
const owned: Entity = {
  ...entity('weather'),
  relations: [{ type: 'ownedBy', targetRef: 'group:default/app-team' }],
};
const person = (name: string, ...groups: string[]): Entity => ({
  ...{ ...entity(name), kind: 'User', spec: { memberOf: groups } },
  relations: groups.map(group => ({ type: 'memberOf', targetRef: `group:default/${group}` })),
});
const people = [
  { ...entity('app-team'), kind: 'Group', spec: { type: 'team', children: [] } },
  person('mock', 'others'),
  person('ana', 'app-team'),
  person('eve', 'others'),
].map(one =>
  one.kind === 'Group'
    ? { ...one, relations: [{ type: 'hasMember', targetRef: 'user:default/ana' }] }
    : one,
);

/** Through Backstage's own notifications, over HTTP and in its own database. */
describe('what people are told when they do not look', () => {
  let database: TestDatabase;
  let service: NotificationService;
  let url: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const looker = createBackendPlugin({
      pluginId: 'private-ai',
      register: registration =>
        registration.registerInit({
          deps: { notifications: notificationService },
          init: async ({ notifications }) => void (service = notifications),
        }),
    });
    const backend = await startTestBackend({
      features: [
        notificationsPlugin,
        mockServices.rootConfig.factory({ data: { app: { baseUrl: 'https://portal.example' } } }),
        looker,
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: people }),
        }),
      ],
    });
    const { port } = backend.server as Server & { port(): number };
    url = `http://localhost:${port.call(backend.server)}/api/notifications`;
    stop = () => backend.stop();
  });
  afterAll(() => stop?.());
  beforeEach(async () => {
    database = await startSqlite();
  });
  afterEach(() => database.close());

  const noticesWith = (more: Partial<Parameters<typeof noticesBy>[0]> = {}) =>
    noticesBy({
      notifications: service,
      config: { enabled: true, language: 'en' },
      entityOf: async () => owned,
      logger: mockServices.logger.mock(),
      ...more,
    });
  /** What somebody finds behind the bell, newest first. */
  async function told(name: string) {
    const headers = { authorization: mockCredentials.user.header(`user:default/${name}`) };
    const answer = await fetch(url, { headers });
    const { notifications } = (await answer.json()) as {
      notifications: { payload: Record<string, string> }[];
    };
    return notifications.map(({ payload }) => payload);
  }
  const provision = { kind: 'provision', input: { app } };

  it('is who asked of what ended, once, also where another replica ended it', async () => {
    let begun = 0;
    const works = worksFor({
      async provision({ signal }) {
        begun += 1;
        if (begun === 1) await delay(60_000, undefined, { signal, ref: false });
        return { namespace: 'weather' } as never;
      },
    });
    const sent: string[] = [];
    const notices = noticesWith();
    const start = (name: string) =>
      startReplica({
        ...{ knex: database.knex, works },
        ended: operation => notices.ended(operation).then(() => void sent.push(name)),
      });
    const one = await start('one');
    const { body } = await one.call('/operations', provision);
    await until('it has begun', () => begun === 1);
    const other = await start('other');
    await one.stop();
    await other.reaches(body.id, 'succeeded');
    await until('it is told', () => sent.length > 0);
    expect(sent).toEqual(['other']);
    expect(await told('mock')).toMatchObject([
      {
        title: 'weather: provisioned',
        link: '/catalog/default/component/weather',
        ...{ severity: 'normal', topic: 'private-ai', scope: `operation:${body.id}` },
      },
    ]);
    expect(await told('ana')).toEqual([]);
    await other.stop();
  });

  it('of a failure the owners, too; what becomes of it when it is resumed takes its place', async () => {
    let broken = true;
    const works = worksFor({
      async release() {
        if (broken) throw new Error('The pods did not come up. Look at their log, then resume.');
        return {} as never;
      },
    });
    const notices = noticesWith();
    const ended: EndedOperation[] = [];
    const one = await startReplica({
      ...{ knex: database.knex, works, entities: [owned] },
      ended: operation => notices.ended(operation).then(() => void ended.push(operation)),
    });
    const commit = 'c'.repeat(40);
    const source = { repoUrl: 'git.example?owner=apps&repo=weather', commit };
    const { body } = await one.call('/operations', { kind: 'release', input: { app, source } });
    const failed = await until('it is told', async () => ended.length === 1 && told('ana'));
    expect(failed).toMatchObject([
      {
        title: 'weather: the release failed',
        description: 'The pods did not come up. Look at their log, then resume.',
        severity: 'high',
      },
    ]);
    expect((await told('mock'))[0]).toEqual((failed as object[])[0]);
    expect(await told('eve')).toEqual([]);

    broken = false;
    await one.call(`/operations/${body.id}/resume`, {});
    await until('it is told again', () => ended.length === 2);
    const scope = `operation:${body.id}`;
    const own = (await told('mock')).filter(one => one.scope === scope);
    expect(own).toMatchObject([
      { title: 'weather: released', description: 'Commit ccccccc.', severity: 'normal' },
    ]);
    await one.stop();
  });

  it('fails nothing in a portal that has none, and says so once', async () => {
    let none: NotificationService | undefined;
    const without = await startTestBackend({
      features: [
        createBackendPlugin({
          pluginId: 'private-ai',
          register: registration =>
            registration.registerInit({
              deps: { notifications: notificationService },
              init: async ({ notifications }) => void (none = notifications),
            }),
        }),
      ],
    });
    const logger = mockServices.logger.mock();
    const notices = noticesWith({ notifications: none!, logger });
    const ended: EndedOperation[] = [];
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({ provision: async () => ({}) as never }),
      ended: operation => notices.ended(operation).then(() => void ended.push(operation)),
    });
    for (const times of [1, 2]) {
      const { body } = await one.call('/operations', provision);
      await one.reaches(body.id, 'succeeded');
      await until('it was tried', () => ended.length === times);
    }
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/status 404.*privateAi\.notifications\.enabled to false/),
    );
    await one.stop();
    await without.stop();
  });
  it('is who talks with an agent that asks and is not read', async () => {
    const run = { runId: 'run1', entityRef: 'component:default/weather' };
    await noticesWith().waits({ ...run, userRef: 'user:default/eve' });
    expect(await told('eve')).toMatchObject([
      {
        title: 'weather: the agent waits for your answer',
        link: '/catalog/default/component/weather/chat',
        scope: 'run:run1',
      },
    ]);
  });
});
