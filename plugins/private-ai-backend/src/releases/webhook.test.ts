import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { mockCredentials } from '@backstage/backend-test-utils';
import { app, commit, plainZone, startReleases } from './worldForTest';

const webhookSecret = 'a secret that nobody may see';
const before = 'b'.repeat(40);
const zeros = '0'.repeat(40);
const sign = (body: string, secret = webhookSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const basic = (secret = webhookSecret) =>
  `Basic ${Buffer.from(`anybody:${secret}`).toString('base64')}`;

/** A delivery of a push as each host sends it. */
function delivery(type: GitTarget['type'], host: string, change: Record<string, unknown> = {}) {
  const repo = { default_branch: 'main', html_url: `http://${host}/apps/weather` };
  const push = { ref: 'refs/heads/main', before, after: commit };
  const bodies = {
    github: { ...push, repository: repo },
    gitea: { ...push, repository: repo },
    gitlab: {
      ...{ object_kind: 'push', ...push },
      project: { default_branch: 'main', web_url: `http://${host}/apps/weather` },
    },
    azure: {
      eventType: 'git.push',
      resource: {
        refUpdates: [{ name: 'refs/heads/main', oldObjectId: before, newObjectId: commit }],
        repository: {
          defaultBranch: 'refs/heads/main',
          remoteUrl: `http://${host}/contoso/apps/_git/weather`,
        },
      },
    },
  };
  const body = JSON.stringify({ ...bodies[type], ...change });
  const headers: Record<GitTarget['type'], Record<string, string>> = {
    github: { 'x-github-event': 'push', 'x-hub-signature-256': sign(body) },
    gitea: { 'x-gitea-event': 'push', 'x-hub-signature-256': sign(body) },
    gitlab: { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': webhookSecret },
    azure: { authorization: basic() },
  };
  return { body, headers: headers[type] };
}

interface Answer {
  operations?: { id: string; entityRef: string; state: string }[];
  ignored?: string;
  error?: { name: string; message: string };
}

describe("the git host's webhook", () => {
  let portal: Awaited<ReturnType<typeof startReleases>>;
  const send = async (
    { body, headers }: { body: string; headers: Record<string, string> },
    zone = 'korea',
  ) => {
    const address = `${portal.url}/webhooks/git/${zone}`;
    const response = await fetch(address, { method: 'POST', body, headers });
    const text = await response.text();
    expect(text).not.toContain(webhookSecret);
    return { status: response.status, body: JSON.parse(text) as Answer };
  };
  const gitea = (change?: Record<string, unknown>) => delivery('gitea', portal.host, change);
  const releases = async () =>
    (await portal.knex('operations').where({ kind: 'release' })).map(row => ({
      ...row,
      input: JSON.parse(row.input),
    }));

  describe('on Gitea', () => {
    beforeAll(async () => {
      portal = await startReleases({ webhookSecret });
      portal.entities.push(portal.made('weather'));
    });
    afterAll(() => portal.stop());
    beforeEach(async () => {
      portal.entities.splice(1);
      await portal.knex('operations').delete();
      await portal.provision();
    });

    it('releases what was pushed as the portal itself, once for each push', async () => {
      const first = await send(gitea());
      expect(first.status).toBe(201);
      const [{ id }] = first.body.operations!;
      const operation = await portal.reaches(id, 'succeeded');
      expect(operation).toMatchObject({
        kind: 'release',
        requestedBy: 'plugin:private-ai',
        entityRef: app.entityRef,
        input: { app, source: { repoUrl: `${portal.host}?owner=apps&repo=weather`, commit } },
      });
      // Sent again, though the app is provisioned with something else by now.
      await portal.provision({ ...app, instructions: 'Other.' });
      const again = await send(gitea());
      expect(again).toMatchObject({ status: 200, body: { operations: [{ id }] } });
      // The branch is set back to it from another commit.
      const back = await send(gitea({ before: 'f'.repeat(40) }));
      expect(back.status).toBe(201);
      expect(await releases()).toHaveLength(2);
    });

    const unsigned =
      /^The delivery is not signed with the secret of this landing zone\. .* The portal's log says/;

    it.each([
      ['no signature', {}, 'it is not signed'],
      ["another host's", { 'x-gitlab-token': webhookSecret }, 'it lacks the header X-Hub-'],
      ['another secret', { 'x-hub-signature-256': sign('x', 'other') }, 'does not fit'],
      ['a signature of the start of it', { 'x-hub-signature-256': 'sha256=' }, 'does not fit'],
    ])('takes nothing with %s', async (_, given: Record<string, string>, logged) => {
      const { body } = gitea();
      const answer = await send({ body, headers: { 'x-gitea-event': 'push', ...given } });
      expect(answer.status).toBe(401);
      expect(answer.body.error?.message).toMatch(unsigned);
      expect(portal.warned().at(-1)).toContain(logged);
      expect(await releases()).toEqual([]);
    });

    it('takes nothing that was changed on its way, not even by a space', async () => {
      const { body, headers } = gitea();
      expect((await send({ body: `${body} `, headers })).status).toBe(401);
    });

    it('does not tell who knows no secret which landing zones there are', async () => {
      const { body, headers } = gitea();
      const wrong = { ...headers, 'x-hub-signature-256': sign(body, 'other') };
      const deliveries: Record<string, string>[] = [
        {},
        wrong,
        { 'x-gitlab-token': 'x' },
        { authorization: basic('x') },
      ];
      for (const delivered of deliveries) {
        const answers = await Promise.all(
          ['korea', 'japan', 'nowhere'].map(zone => send({ body, headers: delivered }, zone)),
        );
        const [, ...same] = answers.map(({ status, body: { error } }) => ({ status, error }));
        for (const one of same) expect(one).toEqual({ ...same[0], status: 401 });
        expect(answers[0].body.error).toEqual(same[0].error);
      }
      expect((await send(gitea(), 'japan')).status).toBe(401);
      expect(portal.warned().at(-1)).toMatch(
        /"japan": there is no such landing zone with git\.web/,
      );
    });

    /** A delivery of which more is to come that never does; its status, and whether another may follow on its connection. */
    async function unfinished(headers: Record<string, string>): Promise<string> {
      const sent = request(`${portal.url}/webhooks/git/korea`, { method: 'POST', headers });
      sent.on('error', () => undefined).write('x'.repeat(100_000));
      const [answer] = await once(sent, 'response');
      sent.destroy();
      return `${answer.statusCode}, ${answer.headers.connection}`;
    }

    it('reads nothing of what nobody signed, and of the rest a few at once', async () => {
      expect(await unfinished({ 'x-gitea-event': 'push' })).toMatch(/^401/);
      const { headers } = gitea();
      const waiting = Array.from({ length: 12 }, () => unfinished(headers));
      expect((await send(gitea())).status).toBe(201);
      expect(new Set(await Promise.all(waiting))).toEqual(new Set(['408, close']));
    });

    it.each([
      [{ ref: 'refs/heads/feature' }, 'Only main is released, not refs/heads/feature.'],
      [{ ref: 'refs/tags/v1' }, 'Only main is released, not refs/tags/v1.'],
      [{ after: zeros }, 'The branch main was removed.'],
    ])('leaves %j', async (change, sentence) => {
      expect(await send(gitea(change))).toEqual({ status: 200, body: { ignored: sentence } });
      expect(await releases()).toEqual([]);
    });

    it('leaves other events, other repositories and those of another landing zone', async () => {
      const { body, headers } = gitea();
      const other = await send({ body, headers: { ...headers, 'x-gitea-event': 'issues' } });
      expect(other.body.ignored).toBe('Nothing is to be done for the event issues.');
      const repository = { default_branch: 'main', html_url: 'http://x/apps/unknown' };
      expect((await send(gitea({ repository }))).body.ignored).toMatch(
        /^No application of this portal says that it comes from .*repo=unknown\.$/,
      );
      const known = portal.entities[0];
      portal.entities[0] = portal.made('weather', { 'private-ai/landing-zone': 'japan' });
      expect((await send(gitea())).body.ignored).toBe(
        `No application of korea comes from ${portal.host}?owner=apps&repo=weather, but of another landing zone: component:default/weather (japan).`,
      );
      portal.entities[0] = known;
      expect(await releases()).toEqual([]);
    });

    it('refuses what is no delivery, too large, or of an owner that is not of the landing zone', async () => {
      const wrong = (body: string) =>
        send({ body, headers: { 'x-gitea-event': 'push', 'x-hub-signature-256': sign(body) } });
      const form = await wrong('payload=%7B%7D');
      expect(form.status).toBe(400);
      expect(form.body.error?.message).toContain('choose the content type application/json');
      expect((await wrong('{}')).body.error?.message).toBe(
        'The delivery is no push event as gitea sends it.',
      );
      const large = await wrong(JSON.stringify({ filler: 'x'.repeat(6 * 1024 * 1024) }));
      expect(large.status).toBe(413);
      expect(large.body.error?.message).toContain('larger than 5 MB');
      const html_url = 'http://x/others/weather';
      const foreign = await send(gitea({ repository: { default_branch: 'main', html_url } }));
      expect(foreign.status).toBe(400);
      expect(foreign.body.error?.message).toContain('not from');
    });

    it("releases nothing into another's namespace, nor what was never provisioned", async () => {
      const { objects } = portal.world;
      portal.world.objects = [portal.owned('component:default/payroll')];
      const foreign = await send(gitea());
      expect(foreign.status).toBe(403);
      expect(foreign.body.error?.message).toMatch(/does not belong to component:default\/weather/);
      portal.world.objects = objects;
      await portal.knex('operations').delete();
      const unknown = await send(gitea());
      expect(unknown.status).toBe(409);
      expect(unknown.body.error?.message).toContain('provision it once more');
      expect(await releases()).toEqual([]);
    });

    it('releases the app also while another entity claims its repository', async () => {
      portal.entities.push(portal.made('claims-it'));
      const { status, body } = await send(gitea());
      expect(status).toBe(201);
      expect(body.operations).toMatchObject([{ entityRef: app.entityRef }]);
    });

    it('opens no other door', async () => {
      const headers = { authorization: mockCredentials.user.invalidHeader() };
      const other = await fetch(`${portal.url}/operations?entityRef=${app.entityRef}`, { headers });
      expect(other.status).toBe(401);
      expect((await send({ ...gitea(), headers: { ...gitea().headers, ...headers } })).status).toBe(
        201,
      );
    });
  });

  it.each(['github', 'gitlab', 'azure'] as const)('knows the deliveries of %s', async type => {
    const owner = type === 'azure' ? 'contoso/apps' : 'apps';
    const host = 'git.example';
    portal = await startReleases({ webhookSecret, git: { ...plainZone.git, type, owner, host } });
    const page = type === 'azure' ? 'contoso/apps/_git/weather' : 'apps/weather';
    portal.entities.push(
      portal.made('weather', { 'backstage.io/source-location': `url:http://${host}/${page}` }),
    );
    await portal.provision();
    const { body, headers } = delivery(type, host);
    const known = await send({ body, headers });
    expect(known).toMatchObject({ status: 201, body: { operations: [{}] } });
    expect((await releases())[0].input.source.commit).toBe(commit);
    const [name, value] = Object.entries(headers).at(-1)!;
    const wrong = type === 'azure' ? basic('other') : `${value}0`;
    expect((await send({ body, headers: { ...headers, [name]: wrong } })).status).toBe(401);
    expect((await send({ body, headers: { ...headers, [name]: '' } })).status).toBe(401);
    await portal.stop();
  });
});
