// Metrics, releases, and the webhook, the one door without a sign-in: cases 61 to 77.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { get } from 'node:http';
import { gzipSync } from 'node:zlib';
import { most, refused, short } from '../refusal.mjs';

const at = name => `/apps/component/default/${name}`;
const door = '/webhooks/git/korea';
const registry = 'acrcontosokrc01.azurecr.io';
const digest = `@sha256:${'a'.repeat(64)}`;

export const doors = [
  {
    id: 61,
    title: 'a range that would be a query',
    async attack({ ask, mine }) {
      const ranges = ['1h"} or vector(1)', '__proto__', 'constructor', '1h,24h'];
      return (
        await Promise.all(
          ranges.map(async range =>
            refused(
              await ask('dev', `${at(mine)}/metrics?range=${encodeURIComponent(range)}`),
              400,
            ),
          ),
        )
      )[0];
    },
  },
  {
    id: 63,
    title: 'another team’s metrics',
    attack: async ({ ask, theirs }) =>
      refused(await ask('dev', `${at(theirs)}/metrics?range=1h`), [403, 404]),
  },
  {
    id: 64,
    title: 'another application’s image',
    attack: async ({ ask, mine, theirs }) =>
      refused(
        await ask('dev', `${at(mine)}/releases`, {
          body: { image: `${registry}/private-ai/${theirs}${digest}` },
        }),
        [400, 403],
      ),
  },
  {
    id: 65,
    title: 'images by tag, of elsewhere, and of odd shapes',
    async attack({ ask, mine }) {
      const ours = end => `${registry}/private-ai/${mine}${end}`;
      let said;
      for (const image of [
        ...[
          ours(':latest'),
          `docker.io/library/node${digest}`,
          ours('@sha256:abc'),
          [ours(digest)],
        ],
        ...[`${registry}.evil/private-ai/${mine}${digest}`, {}, 7],
      ])
        said = refused(await ask('dev', `${at(mine)}/releases`, { body: { image } }), [400, 403]);
      return said;
    },
  },
  {
    id: 66,
    title: 'repositories of elsewhere',
    async attack({ ask, request, facts, mine }) {
      const app = request(mine, 'group:default/app-team');
      const commit = 'c'.repeat(40);
      const { host } = new URL(facts.git);
      let said;
      for (const repoUrl of [
        ...[`${host}?owner=others&repo=${mine}`, `github.com?owner=apps&repo=${mine}`],
        ...[`x@${host}?owner=apps&repo=${mine}`, `${host}?owner=apps&repo=..`, host],
        ...[`${host}?owner=apps&repo=a%2fb`, `${host}/../x?owner=apps&repo=${mine}`],
      ])
        said = refused(
          await ask('dev', '/operations', {
            body: { kind: 'build', input: { app, source: { repoUrl, commit } } },
          }),
          [400, 403],
        );
      return said;
    },
  },
  {
    id: 67,
    title: 'a repository of the same owner that describes another application',
    async attack({ ask, request, facts, ended, payroll, mine, theirs }) {
      const app = request(mine, 'group:default/app-team');
      const commit = await payroll.git('rev-parse', 'HEAD');
      const repoUrl = `${new URL(facts.git).host}?owner=apps&repo=${theirs}`;
      const answer = await ask('dev', '/operations', {
        body: { kind: 'build', input: { app, source: { repoUrl, commit } } },
      });
      if (answer.status !== 201) return refused(answer, [400, 403]);
      const { state, error } = await ended('dev', answer.body.id);
      assert.equal(state, 'failed', 'it was built');
      return short(error.message);
    },
  },
  {
    id: 69,
    title: 'deliveries without a signature, with a wrong one, and changed ones',
    async attack({ ask, signed, delivery, mine }) {
      const raw = delivery(mine, 'b'.repeat(40));
      refused(await ask('nobody', door, { raw, headers: { 'x-gitea-event': 'push' } }), 401);
      refused(await ask('nobody', door, { raw, headers: signed(raw, 'not the secret') }), 401);
      const cut = signed(raw);
      cut['x-hub-signature-256'] = cut['x-hub-signature-256'].slice(0, -1);
      refused(await ask('nobody', door, { raw, headers: cut }), 401);
      return refused(await ask('nobody', door, { raw: `${raw} `, headers: signed(raw) }), 401);
    },
  },
  {
    id: 71,
    title: 'a bomb in gzip',
    most,
    async attack({ ask, signed }) {
      const raw = gzipSync(Buffer.alloc(200_000_000));
      return refused(
        await ask('nobody', door, { raw, headers: { ...signed(raw), 'content-encoding': 'gzip' } }),
        [401, 413, 415],
      );
    },
  },
  {
    id: 72,
    title: 'a delivery of 5.1 MB',
    async attack({ ask, signed }) {
      const large = Buffer.alloc(5_350_000, 32);
      return refused(await ask('nobody', door, { raw: large, headers: signed(large) }), 413);
    },
  },
  {
    id: '72b',
    title: '200 deliveries of 5 MB at once',
    most,
    async attack({ ask, signed }) {
      const raw = Buffer.alloc(5_000_000, 32);
      const headers = signed(raw, 'not the secret');
      const answers = await Promise.all(
        Array.from({ length: 200 }, () =>
          ask('nobody', door, { raw, headers }).catch(error => ({
            status: 0,
            text: error.message,
          })),
        ),
      );
      const in_ = answers.filter(({ status }) => status > 0 && status < 300);
      assert.equal(in_.length, 0);
      const statuses = [...new Set(answers.map(({ status }) => status || 'cut off'))];
      return statuses.join(', ');
    },
  },
  {
    id: 73,
    title: 'a delivery sent again',
    async attack({ ask, signed, delivery, ended, weather: source, mine }) {
      return source.tried({ 'README.md': 'Again.' }, async commit => {
        const raw = delivery(mine, commit);
        const first = await ask('nobody', door, { raw, headers: signed(raw) });
        assert.equal(first.status, 201, first.text);
        await ended('dev', first.body.operations[0].id);
        const again = await ask('nobody', door, { raw, headers: signed(raw) });
        assert.equal(again.status, 200);
        assert.equal(again.body.operations[0].id, first.body.operations[0].id);
        return '200, the first operation';
      });
    },
  },
  {
    id: 74,
    title: 'pushes to side branches, of tags, of branches that go, of other owners',
    async attack({ ask, signed, delivery, facts, mine }) {
      const repository = {
        default_branch: 'main',
        html_url: `${facts.git}/others/${mine}`,
      };
      const said = [];
      for (const raw of [
        delivery(mine, 'b'.repeat(40), { ref: 'refs/heads/side' }),
        delivery(mine, 'b'.repeat(40), { ref: 'refs/tags/v1' }),
        delivery(mine, '0'.repeat(40)),
        delivery(mine, 'b'.repeat(40), { repository }),
      ]) {
        const { status, body, text } = await ask('nobody', door, { raw, headers: signed(raw) });
        assert.ok(body?.ignored || [400, 403].includes(status), text);
        said.push(status);
      }
      return said.join(', ');
    },
  },
  {
    id: 76,
    title: 'other paths through the webhook’s door',
    async attack({ backend, mine }) {
      const said = [];
      for (const path of [
        ...['/webhooks/git/../../operations', '/webhooks/git/%2e%2e/%2e%2e/operations'],
        ...['/webhooks//git/../operations', '/webhooks/git/korea/../../../operations'],
      ]) {
        // As it is written: a client would take the dots away itself.
        const query = `?entityRef=component:default/${mine}`;
        const answer = await raw(backend, `/api/private-ai${path}${query}`);
        assert.ok([400, 401, 404].includes(answer), `${path} is answered with ${answer}`);
        said.push(answer);
      }
      return said.join(', ');
    },
  },
  {
    id: 77,
    title: 'which landing zones there are, from what the door says',
    async attack({ ask }) {
      const raw = '{}';
      const headers = {
        'x-gitea-event': 'push',
        'x-hub-signature-256': `sha256=${createHmac('sha256', 'x').update(raw).digest('hex')}`,
      };
      const answers = await Promise.all(
        ['korea', 'nowhere'].map(zone => ask('nobody', `/webhooks/git/${zone}`, { raw, headers })),
      );
      const [here, nowhere] = answers.map(answer => refused(answer, 401));
      assert.equal(here, nowhere);
      return here;
    },
  },
];

/** @returns the status of a GET whose path goes out as it is written */
async function raw(backend, path) {
  const { hostname, port } = new URL(backend);
  return new Promise((resolve, reject) => {
    get({ hostname, port, path }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
}
