// Who may start, follow, change and see what: cases 1 to 20.
import assert from 'node:assert/strict';
import { refused, short } from '../refusal.mjs';

const ref = name => `component:default/${name}`;
const at = name => `/apps/component/default/${name}`;
const provision = app => ({ kind: 'provision', input: { app } });

export const access = [
  {
    id: 1,
    title: 'operations, without a sign-in',
    attack: async ({ ask, mine }) =>
      refused(await ask('nobody', `/operations?entityRef=${ref(mine)}`), 401),
  },
  {
    id: 2,
    title: 'every other read, without a sign-in',
    async attack({ ask, mine }) {
      const paths = ['/landing-zones', '/platform', at(mine), `${at(mine)}/releases`];
      for (const path of [...paths, `${at(mine)}/metrics?range=1h`, `${at(mine)}/threads`])
        refused(await ask('nobody', path), 401);
      return refused(await ask('nobody', '/plan', { body: {} }), 401);
    },
  },
  {
    id: 3,
    title: 'another team provisions over an application',
    attack: async ({ ask, request, mine }) =>
      refused(
        await ask('other', '/operations', {
          body: provision(request(mine, 'group:default/app-team')),
        }),
        403,
        /private-ai\.app\.update/,
      ),
  },
  {
    id: 4,
    title: 'another person provisions a name that somebody has begun',
    async attack({ ask, request, ended }) {
      const app = request('begun', 'group:default/app-team');
      const first = await ask('dev', '/operations', { body: provision(app) });
      assert.equal(first.status, 201, first.text);
      const said = refused(
        await ask('other', '/operations', {
          body: provision({ ...app, owner: 'group:default/payments-team' }),
        }),
        [403, 409],
      );
      await ended('dev', first.body.id);
      return `${said}; then ${refused(
        await ask('other', '/operations', {
          body: provision({ ...app, owner: 'group:default/payments-team' }),
        }),
        403,
      )}`;
    },
  },
  {
    id: 5,
    title: 'another team builds, deploys, releases, verifies, retires',
    async attack({ ask, request, facts, mine }) {
      const app = request(mine, 'group:default/app-team');
      const repoUrl = `${new URL(facts.git).host}?owner=apps&repo=${mine}`;
      const built = { repoUrl, commit: 'c'.repeat(40) };
      const image = `acrcontosokrc01.azurecr.io/private-ai/${mine}@sha256:${'a'.repeat(64)}`;
      // A commit or an image that is not there is no reason of its own to be refused.
      const permission = /private-ai\.app\.(update|delete)/;
      for (const [kind, input] of Object.entries({
        verify: { app },
        build: { app, source: built },
        deploy: { app, source: built, image },
        release: { app, source: built },
        retire: { entityRef: ref(mine), landingZone: 'korea' },
      }))
        refused(await ask('other', '/operations', { body: { kind, input } }), 403, permission);
      return refused(await ask('other', `${at(mine)}/releases`, { body: {} }), 403, permission);
    },
  },
  {
    id: 6,
    title: 'another team cancels and resumes',
    async attack({ ask, mine }) {
      const { body } = await ask('dev', `/operations?entityRef=${ref(mine)}`);
      const { id } = body.items[0];
      refused(await ask('other', `/operations/${id}/cancel`, { body: {} }), 403);
      return refused(await ask('other', `/operations/${id}/resume`, { body: {} }), 403);
    },
  },
  {
    id: 8,
    title: 'another’s idempotency key',
    async attack({ ask, request }) {
      const app = request('keyed', 'group:default/app-team');
      const headers = { 'idempotency-key': 'a key of mine' };
      const first = await ask('dev', '/operations', { body: provision(app), headers });
      assert.equal(first.status, 201, first.text);
      const answer = await ask('other', '/operations', { body: provision(app), headers });
      assert.notEqual(answer.body?.id, first.body.id, 'it is handed the other’s operation');
      await ask('dev', `/operations/${first.body.id}/cancel`, { body: {} });
      return refused(answer, [403, 409]);
    },
  },
  {
    id: 9,
    title: 'one key for two wishes',
    async attack({ ask, request }) {
      const headers = { 'idempotency-key': 'another key of mine' };
      const wish = name =>
        ask('dev', '/operations', {
          body: provision(request(name, 'group:default/app-team')),
          headers,
        });
      const first = await wish('keyed-two');
      assert.equal(first.status, 201, first.text);
      const answer = await wish('keyed-three');
      await ask('dev', `/operations/${first.body.id}/cancel`, { body: {} });
      return refused(answer, 409);
    },
  },
  {
    id: 10,
    title: 'a key of 256 characters, and an empty one',
    async attack({ ask, request }) {
      const body = provision(request('keyed-long', 'group:default/app-team'));
      const long = { 'idempotency-key': 'k'.repeat(256) };
      refused(await ask('dev', '/operations', { body, headers: long }), 400);
      return refused(
        await ask('dev', '/operations', { body, headers: { 'idempotency-key': '' } }),
        400,
      );
    },
  },
  {
    id: 12,
    title: 'a place in a stream that is none',
    async attack({ ask, mine }) {
      const { body } = await ask('dev', `/operations?entityRef=${ref(mine)}`);
      const events = `/operations/${body.items[0].id}/events`;
      for (const after of ['-1', 'abc', '1.5'])
        refused(await ask('dev', `${events}?after=${after}`), 400);
      return refused(await ask('dev', events, { headers: { 'last-event-id': 'x' } }), 400);
    },
  },
  {
    id: 13,
    title: 'a wish of 270 kB',
    attack: async ({ ask, request }) =>
      refused(
        await ask('dev', '/operations', {
          body: provision({
            ...request('large', 'group:default/app-team'),
            x: 'x'.repeat(270_000),
          }),
        }),
        413,
      ),
  },
  {
    id: 14,
    title: 'one application’s name on another’s entity',
    attack: async ({ ask, request, mine, theirs }) =>
      refused(
        await ask('other', '/operations', {
          body: provision({
            ...request(mine, 'group:default/payments-team'),
            entityRef: ref(theirs),
          }),
        }),
        400,
      ),
  },
  {
    id: 15,
    title: 'references that are none',
    async attack({ ask, request, mine }) {
      let said;
      for (const entityRef of ['user:default/x', 'a:b:c/d', `component:default/${'x'.repeat(300)}`])
        said = refused(
          await ask('dev', '/operations', {
            body: provision({ ...request(mine, 'group:default/app-team'), entityRef }),
          }),
          400,
        );
      return said;
    },
  },
  {
    id: 17,
    title: 'a plan for another team’s name',
    async attack({ ask, request, theirs }) {
      const app = { ...request(theirs, 'group:default/app-team') };
      const { status, body, text } = await ask('dev', '/plan', { body: app });
      assert.equal(status, 200, text);
      assert.ok(body.problems.length > 0, 'nothing speaks against it');
      assert.ok(!body.rows?.length, 'it tells what there is');
      return short(body.problems[0].message);
    },
  },
  {
    id: 18,
    title: 'a change of another team’s application, planned',
    async attack({ ask, request, theirs }) {
      const body = { ...request(theirs, 'group:default/app-team'), change: true };
      const answer = await ask('dev', '/plan', { body });
      if (answer.status !== 200) return refused(answer, 403);
      // Where the catalog does not know it yet, nobody changes it.
      const { problems, rows } = answer.body;
      assert.ok(problems.length > 0 && rows.length === 0, answer.text);
      return short(problems[0].message);
    },
  },
  {
    id: 19,
    title: 'what another team’s retirement would take away',
    attack: async ({ ask, theirs }) =>
      refused(await ask('dev', `${at(theirs)}/retirement`), [403, 404]),
  },
  {
    id: 20,
    title: 'the platform team’s page',
    attack: async ({ ask }) => refused(await ask('dev', '/platform'), 403),
  },
  {
    id: 28,
    title: 'a dry run of a template of one’s own',
    attack: async ({ ask }) =>
      refused(
        await ask('dev', 'scaffolder/v2/dry-run', {
          body: {
            template: {
              apiVersion: 'scaffolder.backstage.io/v1beta3',
              kind: 'Template',
              metadata: { name: 'mine' },
              spec: { type: 'service', steps: [], parameters: [] },
            },
            values: {},
            directoryContents: [],
          },
        }),
        403,
        /^/,
      ),
  },
];
