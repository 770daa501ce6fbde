import { readFileSync } from 'node:fs';
import { get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices, ServiceFactoryTester } from '@backstage/backend-test-utils';
import { parse } from 'yaml';
import { configure } from './rootHttpRouter';

interface Shipped {
  backend: { rateLimit: { incomingRequestLimit: number }; trustProxy?: number };
}

const shipped = (file: string): Shipped =>
  parse(readFileSync(join(__dirname, '../../../..', file), 'utf8'));
const production = shipped('app-config.production.yaml').backend;

/** The portal's root of HTTP on a free port, with nothing behind it. */
async function startRoot({ backend, ...config }: { backend?: object; auth?: object }) {
  let server: Server | undefined;
  const factory = rootHttpRouterServiceFactory({
    configure(context) {
      ({ server } = context);
      configure(context);
    },
  });
  const data = {
    ...config,
    app: { baseUrl: 'http://portal.example' },
    backend: { baseUrl: 'http://localhost:7007', listen: ':0', ...backend },
  };
  await ServiceFactoryTester.from(factory, {
    dependencies: [
      mockServices.rootConfig.factory({ data: data as never }),
      mockServices.rootLogger.factory(),
    ],
  }).getSubject();
  const { port } = server!.address() as AddressInfo;
  return {
    ask: (headers: IncomingHttpHeaders = {}) =>
      new Promise<{ status?: number; headers: IncomingHttpHeaders; text: string }>(
        (resolve, reject) => {
          get({ host: '127.0.0.1', port, path: '/x', headers, agent: false }, async answer => {
            let text = '';
            for await (const part of answer) text += part;
            resolve({ status: answer.statusCode, headers: answer.headers, text });
          }).on('error', reject);
        },
      ),
    stop: () => new Promise(done => server!.close(done)),
  };
}

describe("the portal's limit of requests", () => {
  const few = { ...production.rateLimit, incomingRequestLimit: 5 };

  it('is shipped with a value that nobody meets who only uses the portal', () => {
    for (const file of ['app-config.yaml', 'app-config.production.yaml'])
      expect(shipped(file).backend.rateLimit.incomingRequestLimit).toBeGreaterThanOrEqual(3000);
  });

  it('counts each address by itself, as the ingress says it, and answers 429 beyond', async () => {
    // The test comes from this machine, which is not counted.
    const { ask, stop } = await startRoot({
      backend: { rateLimit: { ...few, ipAllowList: [] }, trustProxy: production.trustProxy },
    });
    const from = (address: string) => ask({ 'x-forwarded-for': address });
    for (let asked = 0; asked < 5; asked += 1) expect((await from('203.0.113.1')).status).toBe(404);
    const refused = await from('203.0.113.1');
    expect(refused).toMatchObject({
      status: 429,
      text: expect.stringMatching(/too many requests/i),
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    // What a client says of itself is before what the ingress says.
    expect((await from('198.51.100.9, 203.0.113.1')).status).toBe(429);
    expect((await from('203.0.113.2')).status).toBe(404);
    await stop();
  });

  it('does not count what the portal asks itself', async () => {
    const { ask, stop } = await startRoot({
      backend: { rateLimit: few, trustProxy: production.trustProxy },
    });
    const all = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([404]));
    await stop();
  });
});

describe('the portal in development, where anybody is signed in with a click', () => {
  it('answers by its own names alone', async () => {
    const { ask, stop } = await startRoot({ auth: { providers: { development: {} } } });
    for (const host of ['localhost:7007', '127.0.0.1', '[::1]:7007', 'portal.example'])
      expect((await ask({ host })).status).toBe(404);
    for (const host of ['evil.example', 'localhost.evil.example:7007', 'localhost@evil.example']) {
      const { status, text } = await ask({ host });
      expect({ status, text }).toEqual({
        status: 421,
        text: expect.stringContaining(
          'answers as localhost, 127.0.0.1, [::1], portal.example only',
        ),
      });
    }
    await stop();
  });

  it('leaves that to the ingress in production', async () => {
    const { ask, stop } = await startRoot({ auth: { providers: { microsoft: {} } } });
    expect((await ask({ host: 'portal.company.example' })).status).toBe(404);
    await stop();
  });
});
