import type { LoggerService } from '@backstage/backend-plugin-api';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { userTokensForTest } from '../testing/keys';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { decided, mailing } from './mailingForTest';
import { saying, words } from './sayingForTest';
import { clusterAt, frame, startAgent, startChat, type AgentAnswer } from './startForTest';

describe('who asks', () => {
  const userTokens = userTokensForTest();
  const logged: unknown[] = [];
  const note = (...said: unknown[]) =>
    void logged.push(
      ...said.map(one => (one instanceof Error ? `${one.stack} ${one.cause}` : one)),
    );
  const logger: LoggerService = {
    error: note,
    warn: note,
    info: note,
    debug: note,
    child: () => logger,
  };
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;

  beforeAll(async () => {
    database = await startSqlite();
    agent = await startAgent();
  });
  afterAll(async () => {
    agent.close();
    await database.close();
  });

  const ways = {
    'the Kubernetes API': () =>
      startChat(database.knex, clusterAt(agent.url), { userTokens, logger }),
    'an address': () =>
      startChat(database.knex, clusterAt('http://127.0.0.1:9'), {
        userTokens,
        logger,
        agents: {
          via: 'url',
          url: `${agent.url}/{namespace}`,
          from: { namespaces: [], cidrs: [] },
        },
      }),
  };

  it.each(Object.entries(ways))(
    'is told to the agent with every run, by way of %s',
    async (_, start) => {
      const chat = await start();
      const mails = mailing();
      agent.answer = mails.answer;
      agent.requests.length = 0;
      const { threadId, events } = await chat.run({ message: 'send a mail' });
      const { interrupts } = events.at(-1)!.outcome as { interrupts: { id: string }[] };
      await chat.run({
        threadId,
        resume: decided(
          true,
          interrupts.map(({ id }) => id),
        ),
      });
      await chat.run({ threadId, message: 'send another mail' });
      await chat.run({ threadId, message: 'never mind' });
      await (await chat.ask('/runs', { as: 'bob', body: { message: 'hello' } })).text();
      const keys = createLocalJWKSet(JSON.parse(userTokens.jwks));
      const told = await Promise.all(
        agent.requests.map(({ userToken }) =>
          jwtVerify(userToken, keys, {
            issuer: 'private-ai-portal',
            audience: 'component:default/weather',
          }),
        ),
      );
      // The last but one question is two runs: what was asked is abandoned first.
      expect(told.map(({ payload }) => payload.sub)).toEqual([
        ...Array.from({ length: 5 }, () => 'user:default/ana'),
        'user:default/bob',
      ]);
      await chat.shutdown();
      chat.close();
    },
  );

  it('is told to nobody else: no log, no row, no browser, no sentence, whatever goes wrong', async () => {
    const refusing =
      (status: number): AgentAnswer =>
      (_, response, { headers }) =>
        response
          .writeHead(status)
          .end(JSON.stringify({ error: `No: ${headers['x-private-ai-user']}` }));
    const malformed: AgentAnswer = (_, response, { headers }) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${headers['x-private-ai-user']}\n\n`);
    const violating: AgentAnswer = ({ threadId, runId }, response) =>
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(
          frame({ type: 'RUN_STARTED', threadId, runId }) +
            frame({ type: 'RUN_STARTED', threadId, runId }),
        );
    const answers: Record<string, AgentAnswer> = {
      well: saying(words(2)),
      cut: saying(words(2), { ending: 'cut' }),
      401: refusing(401),
      422: refusing(422),
      500: refusing(500),
      malformed,
      violating,
      reset: (_, response) => void response.socket?.destroy(),
    };
    const seen: string[] = [];
    agent.requests.length = 0;
    for (const start of Object.values(ways)) {
      const chat = await start();
      for (const answer of Object.values(answers)) {
        agent.answer = answer;
        const said = await (await chat.ask('/runs', { body: { message: 'hello' } })).text();
        const { threadId } = JSON.parse(/data: (.*)/.exec(said)![1]).value;
        seen.push(said, JSON.stringify(await chat.transcript(threadId)));
      }
      await chat.shutdown();
      chat.close();
    }
    const tables = await Promise.all(
      ['chat_threads', 'chat_runs', 'chat_events'].map(table => database.knex(table).select()),
    );
    const everything = JSON.stringify([seen, logged, tables]);
    const tokens = agent.requests.map(({ userToken }) => userToken);
    expect(tokens).toHaveLength(2 * Object.keys(answers).length);
    expect(everything).toContain('does not take the portal');
    for (const token of tokens) {
      const [header, claims, signature] = token.split('.');
      expect(header.length * claims.length * signature.length).toBeGreaterThan(0);
      expect(everything).not.toContain(claims);
      expect(everything).not.toContain(signature);
    }
  });
});
