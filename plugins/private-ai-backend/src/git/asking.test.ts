import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { integrationsOf } from '../testing/answeringHost';
import { askingOf } from './asking';

describe('a git host that refuses', () => {
  it.each<[string, number, Record<string, string>, object]>([
    ['for good', 403, {}, { name: 'NotAllowedError', status: 403 }],
    [
      'who asks too often, with GitHub’s 403',
      403,
      { 'x-ratelimit-remaining': '0' },
      { transient: true },
    ],
    [
      'until a while has passed',
      429,
      { 'retry-after': '7' },
      { transient: true, retryAfterSeconds: 7 },
    ],
  ])('%s says so', async (_, status, headers, said) => {
    const server = createServer((_request, response) => response.writeHead(status, headers).end());
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const asking = askingOf('It', 'github', { integrations: integrationsOf({}) });
    await expect(asking.change(url, { method: 'PATCH' })).rejects.toMatchObject(said);
    await new Promise(done => server.close(done));
  });
});
