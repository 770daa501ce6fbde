import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { namespace } from '../kubernetes/namespace';
import { application } from '../testing/app';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { saying, words } from './sayingForTest';
import { clusterAt, startAgent, startChat } from './startForTest';

const app = application();
const marked = namespace(app).metadata;
const preview = (commit: string): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'weather-preview',
    namespace: 'weather',
    labels: { ...marked.labels, 'private-ai-preview': 'true' },
  },
  spec: { template: { metadata: { annotations: { 'private-ai-commit': commit } } } },
});

describe('the chat with a preview', () => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  let chat: Awaited<ReturnType<typeof startChat>>;
  let standing: KubernetesObject | undefined;
  let denied: string | undefined;

  beforeAll(async () => {
    database = await startSqlite();
    agent = await startAgent();
    const cluster: ClusterClient = {
      ...clusterAt(agent.url),
      // The entity says that it lies elsewhere than its name says; both are its own.
      get: async ({ kind, name }) => {
        if (kind === 'Namespace')
          return { apiVersion: 'v1', kind, metadata: { ...marked, name, uid: 'of-weather' } };
        return name === standing?.metadata.name ? standing : undefined;
      },
    };
    chat = await startChat(database.knex, cluster, {
      allowed: (_, permission) => permission !== denied,
    });
  });
  afterAll(async () => {
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
  beforeEach(async () => {
    [standing, denied] = [preview('c'.repeat(40)), undefined];
    agent.answer = saying(words(1));
    agent.requests.length = 0;
    await database.knex('chat_threads').delete();
  });

  const ask = async (path: string, body: object) => {
    const answer = await chat.ask(path, { body });
    return { status: answer.status, text: await answer.text() };
  };
  const titles = async (path: string) =>
    (await (await chat.ask(path)).json()).items.map(({ title }: { title: string }) => title);

  it('goes where the cluster’s record of it says, whatever the entity’s annotations do', async () => {
    expect((await ask('/preview/runs', { message: 'to the preview' })).status).toBe(200);
    expect((await ask('/runs', { message: 'to what runs' })).status).toBe(200);
    expect(agent.requests.map(({ path }) => path.replace(/proxy.*/, ''))).toEqual([
      '/api/v1/namespaces/weather/services/weather-preview:8080/',
      expect.not.stringContaining('preview'),
    ]);
  });

  it.each([
    ['there is none', () => undefined],
    ['it has lost a mark', () => without('private-ai-preview')],
    ['the portal did not make it', () => without('private-ai-managed-by')],
    ['it is another’s', () => without('private-ai-entity')],
  ])('is nobody’s where %s', async (_, now) => {
    standing = now();
    expect(await ask('/preview/runs', { message: 'Hi' })).toMatchObject({
      ...{ status: 404, text: expect.stringContaining('There is no preview') },
    });
    expect(agent.requests).toEqual([]);
  });

  it('is kept apart: from what runs, and from another commit’s', async () => {
    const { text } = await ask('/preview/runs', { message: 'to the preview' });
    const [, threadId, runId] = /"threadId":"([^"]+)","runId":"([^"]+)"/.exec(text)!;
    expect(await titles('/preview/threads')).toEqual(['to the preview']);
    expect(await titles('/threads')).toEqual([]);
    for (const path of [`/threads/${threadId}`, `/runs/${runId}/events`])
      expect((await chat.ask(path)).status).toBe(404);
    for (const body of [{ threadId, message: 'and now?' }, { retryOf: runId }])
      expect((await ask('/runs', body)).status).toBe(404);
    expect((await chat.ask(`/threads/${threadId}`, { method: 'DELETE' })).status).toBe(404);
    standing = preview('d'.repeat(40));
    expect(await titles('/preview/threads')).toEqual([]);
    expect((await ask('/preview/runs', { threadId, message: 'and now?' })).status).toBe(404);
  });

  it.each(['private-ai.chat.use', 'private-ai.app.update'])('needs %s', async permission => {
    denied = permission;
    expect((await ask('/preview/runs', { message: 'Hi' })).status).toBe(403);
    expect((await chat.ask('/preview/threads')).status).toBe(403);
    expect(agent.requests).toEqual([]);
  });
});

function without(label: string): KubernetesObject {
  const one = preview('c'.repeat(40));
  delete one.metadata.labels![label];
  return one;
}
