import assert from 'node:assert/strict';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { listen } from '../listen.ts';
import { ask, startClusterForTest } from '../testing/cluster.ts';

const home = '/api/v1/namespaces/default';
const proxy = `${home}/services/agent:80/proxy`;

describe('a Service behind the API server', () => {
  let cluster: Awaited<ReturnType<typeof startClusterForTest>>;
  let pod: { port: number; stop(): Promise<void> };
  let onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  before(async () => {
    cluster = await startClusterForTest();
    pod = await listen(
      http.createServer((request, response) => onRequest(request, response)),
      0,
      // A pod is asked by its own address.
      { anyHost: true },
    );
    await ask(cluster.server, 'POST', `${home}/services`, {
      body: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'agent' },
        spec: { selector: { app: 'agent' }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    });
    cluster.setDial((podIP, port) =>
      podIP === '10.244.0.7' && port === 8080 ? { host: '127.0.0.1', port: pod.port } : undefined,
    );
  });
  after(async () => {
    await cluster.stop();
    await pod.stop();
  });

  const call = (path: string, body?: Readable) => {
    const { url, token, ca } = cluster.server;
    const method = body ? 'POST' : 'GET';
    const headers = { authorization: `Bearer ${token}`, 'x-private-ai-user': 'someone' };
    const request = https.request(url + path, { method, ca, headers, agent: false });
    if (body) body.pipe(request);
    else request.end();
    return request;
  };
  const answerTo = (request: http.ClientRequest) =>
    new Promise<IncomingMessage>((resolve, reject) =>
      request.on('response', resolve).on('error', reject),
    );

  test('without a ready pod it is not available', async () => {
    const none = await ask(cluster.server, 'GET', `${proxy}/`);
    assert.deepEqual(
      [none.status, none.body.reason, none.body.message],
      [503, 'ServiceUnavailable', 'no endpoints available for service "agent"'],
    );
    await ask(
      cluster.server,
      'POST',
      `/apis/discovery.k8s.io/v1/namespaces/default/endpointslices`,
      {
        body: {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          metadata: { name: 'agent-1', labels: { 'kubernetes.io/service-name': 'agent' } },
          addressType: 'IPv4',
          ports: [{ port: 8080 }],
          endpoints: [
            { addresses: ['10.244.0.6'], conditions: { ready: false } },
            { addresses: ['10.244.0.7'], conditions: { ready: true } },
          ],
        },
      },
    );
  });

  test('the request arrives without the caller’s credentials', async () => {
    const arrived = new Promise<IncomingMessage>(resolve => {
      onRequest = (request, response) => {
        resolve(request);
        response.writeHead(201, { 'x-from': 'pod' }).end('done');
      };
    });
    const reply = await answerTo(call(`${proxy}/api/agent?a=b%20c`));
    const request = await arrived;
    assert.equal(request.url, '/api/agent?a=b%20c');
    assert.equal(request.headers.authorization, undefined);
    assert.equal(request.headers['x-private-ai-user'], 'someone');
    assert.deepEqual([reply.statusCode, reply.headers['x-from']], [201, 'pod']);
    reply.resume();
  });

  test('each part goes on before the next one is there, both ways', async () => {
    let release = () => {};
    onRequest = (request, response) => {
      request.once('data', () => {
        response.write('first');
        release = () => response.end('last');
      });
    };
    const body = new Readable({ read() {} });
    body.push('question');
    const reply = await answerTo(call(`${proxy}/api/agent`, body));
    const parts: string[] = [];
    for await (const part of reply.setEncoding('utf8')) {
      parts.push(part);
      body.push(null);
      release();
    }
    assert.deepEqual(parts, ['first', 'last']);
  });

  test('a caller who goes away ends the request to the pod', { timeout: 180_000 }, async () => {
    const ended = new Promise<void>(resolve => {
      onRequest = (_, response) => {
        response.write('first');
        response.on('close', resolve);
      };
    });
    const request = call(`${proxy}/api/agent`);
    const reply = await answerTo(request);
    reply.on('error', () => undefined).once('data', () => request.destroy());
    await ended;
  });

  test('a pod that breaks off breaks the answer off', async () => {
    onRequest = (_, response) => {
      response.write('first');
      setTimeout(() => response.destroy(), 20);
    };
    const reply = await answerTo(call(`${proxy}/api/agent`));
    await assert.rejects(async () => {
      for await (const part of reply) void part;
    });
  });

  test('a pod’s output is followed', async () => {
    await ask(cluster.server, 'POST', `${home}/pods`, {
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { containers: [{ name: 'c', image: 'i' }] },
      },
    });
    const waiting = await ask(cluster.server, 'GET', `${home}/pods/p/log`);
    assert.equal(waiting.status, 400);
    cluster.setLogs((found, { container, tailLines, follow }) =>
      Readable.from([`${found.metadata.name} ${container} ${tailLines} ${follow}\n`]),
    );
    const logs = await ask(cluster.server, 'GET', `${home}/pods/p/log?tailLines=5&follow=true`);
    assert.deepEqual([logs.status, logs.text], [200, 'p c 5 true\n']);
    assert.equal((await ask(cluster.server, 'GET', `${home}/pods/p/log?container=x`)).status, 400);
  });
});
