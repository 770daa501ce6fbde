import type { ServerResponse } from 'node:http';
import { startHttps, type Received, type TestServer } from '../azure/httpsForTest';
import { askModel } from './askModel';

let answer: (request: Received, response: ServerResponse) => void;
let server: TestServer;
beforeAll(async () => {
  server = await startHttps((request, response) => answer(request, response));
});
afterAll(() => server.stop());

const refusedWith = (code: string) =>
  expect.objectContaining({ sentence: expect.objectContaining({ code }) });
const streams = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const said = (content: string) =>
  `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

function ask(milliseconds?: number) {
  const { endpoint, ca } = server;
  const heard: string[] = [];
  const result = askModel(
    { endpoint: `${endpoint}/foundry`, deployment: 'chat', token: 'the-token', ca },
    { instructions: 'Be brief.', question: 'Where?' },
    async text => void heard.push(text),
    { signal: new AbortController().signal, milliseconds },
  );
  return { heard, result };
}

describe('a deployment that is asked', () => {
  it('is asked as agents ask it, within bounds, also behind a gateway’s path', async () => {
    answer = (_, response) =>
      streams(response).end(
        `${said('Here.')}data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\n`,
      );
    const { heard, result } = ask();
    expect(await result).toEqual({
      firstMs: expect.any(Number),
      totalMs: expect.any(Number),
    });
    expect(heard).toEqual(['Here.']);
    const { url, headers, body } = server.received.at(-1)!;
    expect([url, headers.authorization]).toEqual([
      '/foundry/openai/v1/chat/completions',
      'Bearer the-token',
    ]);
    expect(JSON.parse(body)).toMatchObject({
      model: 'chat',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where?' },
      ],
      max_completion_tokens: 2000,
    });
  });

  it('gets so much time, and no more', async () => {
    answer = (_, response) => streams(response).write(said('Wait'));
    const { heard, result } = ask(300);
    await expect(result).rejects.toEqual(refusedWith('trial-late'));
    expect(heard).toEqual(['Wait']);
  });

  it('is not listened to for ever, nor where the connection breaks, nor where it sends us elsewhere', async () => {
    answer = (_, response) => streams(response).end(said('x'.repeat(5 * 1024 * 1024)));
    await expect(ask().result).rejects.toEqual(refusedWith('trial-too-long'));
    answer = (_, response) => {
      streams(response).write(said('He'), () => response.destroy());
    };
    await expect(ask().result).rejects.toEqual(refusedWith('trial-broken'));
    const before = server.received.length;
    answer = (_, response) => response.writeHead(307, { location: `${server.endpoint}/x` }).end();
    await expect(ask().result).rejects.toEqual(refusedWith('trial-failed'));
    expect(server.received.length).toBe(before + 1);
  });
});
