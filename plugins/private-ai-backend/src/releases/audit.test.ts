import { createHmac } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { app, commit, digest, replicaSet, startReleases } from './worldForTest';

const webhookSecret = 'a secret that nobody may see';
const eve = { authorization: mockCredentials.user.header('user:default/eve') };
const { entityRef } = app;
const [portalItself, person] = ['plugin:private-ai', 'user:default/eve'];

describe('releases', () => {
  let portal: Awaited<ReturnType<typeof startReleases>>;
  beforeEach(async () => {
    portal = await startReleases({ webhookSecret });
    portal.entities.push(portal.made('weather'));
    await portal.provision();
    portal.told.length = 0;
  });
  afterEach(() => portal.stop());

  /** What the auditor was told since it was asked last. */
  const told = () =>
    portal.told.splice(0).map(({ status, eventId, severityLevel, actor, meta, error }) => ({
      what: `${status} ${eventId}`,
      by: actor.actorId,
      severityLevel,
      meta,
      ...(error && { error: error.name }),
    }));
  const line = (what: string, by: string, meta: object, more: object = {}) => ({
    ...{ what, by, severityLevel: 'medium', meta },
    ...more,
  });
  const release = (body: object) =>
    portal.call<Operation>('/apps/component/default/weather/releases', body, eve);
  async function push(secret = webhookSecret) {
    const repository = { default_branch: 'main', html_url: `http://${portal.host}/apps/weather` };
    const body = JSON.stringify({
      ...{ ref: 'refs/heads/main', before: 'b'.repeat(40), after: commit },
      repository,
    });
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    const response = await fetch(`${portal.url}/webhooks/git/korea`, {
      method: 'POST',
      body,
      headers: { 'x-gitea-event': 'push', 'x-hub-signature-256': signature },
    });
    return { status: response.status, body: await response.json() };
  }

  it('of a person are told to the auditor: who, of which application, which commit, which image', async () => {
    const asked = { kind: 'release', entityRef };
    const { status, body } = await release({ commit });
    expect(status).toBe(201);
    const started = { ...asked, operationId: body.id, landingZone: 'korea', commit };
    expect(told()).toEqual([
      line('initiated operation-start', person, asked),
      line('succeeded operation-start', person, started),
    ]);

    await portal.reaches(body.id, 'succeeded');
    const image = digest('a');
    portal.world.objects.push(replicaSet(1, image, { commit }));
    const { body: back } = await release({ image });
    expect(told().at(-1)).toEqual(
      line('succeeded operation-start', person, { ...started, operationId: back.id, image }),
    );
  });

  it('of who may not are told, too', async () => {
    portal.world.denied = 'private-ai.app.update';
    expect((await release({ commit })).status).toBe(403);
    const asked = { kind: 'release', entityRef };
    expect(told()).toEqual([
      line('initiated operation-start', person, asked),
      line('failed operation-start', person, asked, { error: 'NotAllowedError' }),
    ]);
  });

  it('of a push are the portal’s own, and say so', async () => {
    const { status, body } = await push();
    expect(status).toBe(201);
    const asked = { kind: 'release', entityRef, landingZone: 'korea' };
    const [{ id: operationId }] = body.operations;
    const requestedBy = portalItself;
    expect(told()).toEqual([
      line('initiated operation-start', portalItself, asked),
      line('succeeded operation-start', portalItself, {
        ...{ ...asked, operationId, commit, requestedBy },
      }),
    ]);
  });

  it('of nobody, who has no secret, are told as failed, and nothing begins', async () => {
    expect((await push('another')).status).toBe(401);
    const meta = { landingZone: 'korea' };
    expect(told()).toEqual([
      line('initiated release-delivery', portalItself, meta),
      line('failed release-delivery', portalItself, meta, { error: 'AuthenticationError' }),
    ]);
    expect(await portal.knex('operations').where({ kind: 'release' })).toEqual([]);
  });
});
