import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { test } from 'node:test';
import { listen } from '../listen.ts';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import { createFaults } from './faults.ts';

async function room() {
  const store = new Store(':memory:');
  const faults = createFaults(store);
  const server = http.createServer(faults.wrap('arm', (_, response) => response.end('fine')));
  const { port, stop } = await listen(server, 0);
  const ask = (path: string, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method });
  return { store, faults, ask, stop };
}

test('a rule fails what it matches as often as it says, and no more', async () => {
  const { store, faults, ask, stop } = await room();
  try {
    faults.set([
      {
        match: { room: 'arm', method: 'put', path: '/accounts/[^/]+\\?' },
        times: 2,
        answer: { status: 429, code: 'TooManyRequests', message: 'Slow down.', retryAfter: 7 },
      },
      { match: { room: 'cluster' }, answer: { status: 500 } },
    ]);
    assert.equal((await ask('/accounts/one?a=b')).status, 200, 'another method');
    assert.equal((await ask('/groups/one?a=b', 'PUT')).status, 200, 'another path');
    const refused = await ask('/accounts/one?a=b', 'PUT');
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '7');
    assert.deepEqual(await refused.json(), {
      error: { code: 'TooManyRequests', message: 'Slow down.' },
    });
    assert.equal(createFaults(store).list()[0].times, 1, 'what is left is kept');
    assert.equal((await ask('/accounts/one?a=b', 'PUT')).status, 429);
    assert.equal((await ask('/accounts/one?a=b', 'PUT')).status, 200);
    assert.deepEqual(
      faults.list().map(({ times, struck }) => [times, struck]),
      [
        [0, 2],
        [undefined, 0],
      ],
      'what has struck can be told',
    );
  } finally {
    await stop();
  }
});

test('what a rule skips goes through, to the next rule that matches', async () => {
  const { faults, ask, stop } = await room();
  try {
    faults.set([
      { match: { room: 'arm', path: '^/a', skip: 1 }, times: 1, answer: { status: 500 } },
      { match: { room: 'arm', path: '^/ab' }, times: 1, answer: { status: 503 } },
    ]);
    assert.equal((await ask('/ab')).status, 503);
    assert.equal((await ask('/ab')).status, 500);
    assert.equal((await ask('/ab')).status, 200);
  } finally {
    await stop();
  }
});

test('a rule that comes after another waits until that has struck', async () => {
  const { faults, ask, stop } = await room();
  try {
    faults.set([
      { name: 'lost', match: { room: 'arm', method: 'PUT' }, times: 1, answer: { status: 500 } },
      { match: { room: 'arm', method: 'GET', after: 'lost' }, times: 1, answer: { status: 404 } },
    ]);
    assert.equal((await ask('/')).status, 200);
    assert.equal((await ask('/', 'PUT')).status, 500);
    assert.equal((await ask('/')).status, 404);
    assert.equal((await ask('/')).status, 200);
  } finally {
    await stop();
  }
});

test('a connection breaks, an answer is late', async () => {
  const { faults, ask, stop } = await room();
  try {
    faults.set([{ match: { room: 'arm' }, times: 1, answer: { reset: true } }]);
    await assert.rejects(ask('/'), (error: Error) =>
      /ECONNRESET|other side closed/.test(String((error.cause as Error).message)),
    );
    faults.set([{ match: { room: 'arm' }, times: 1, answer: { delayMs: 300 } }]);
    const began = Date.now();
    assert.equal(await (await ask('/')).text(), 'fine');
    assert.ok(Date.now() - began >= 295);
  } finally {
    await stop();
  }
});

test('a reset also breaks a TLS connection', async () => {
  const store = new Store(':memory:');
  const authority = await CertificateAuthority.open(store);
  const faults = createFaults(store);
  faults.set([{ match: { room: 'arm' }, answer: { reset: true } }]);
  const server = https.createServer(
    await authority.serverOptions(),
    faults.wrap('arm', (_, response) => response.end()),
  );
  const { port, stop } = await listen(server, 0);
  try {
    const failed = await new Promise<NodeJS.ErrnoException>((resolve, reject) =>
      https
        .get({ host: '127.0.0.1', servername: 'localhost', port, ca: authority.pem }, reject)
        .on('error', resolve),
    );
    assert.equal(failed.code, 'ECONNRESET');
  } finally {
    await stop();
  }
});

test('what is no rule is refused with its place', () => {
  const faults = createFaults(new Store(':memory:'));
  assert.throws(() => faults.set({}), /they must be array/);
  assert.throws(() => faults.set([{ match: {}, answer: { status: 500 } }]), /\/0\/match must have/);
  assert.throws(
    () => faults.set([{ match: { room: 'arm', path: '(' }, answer: { reset: true } }]),
    /regular expression/,
  );
  assert.throws(
    () => faults.set([{ match: { room: 'arm' }, answer: { slowly: {} } }]),
    /\/0\/answer must/,
  );
  assert.throws(
    () => faults.set([{ match: { room: 'cluster' }, answer: { stale: true } }]),
    /only the room arm can answer stale, not cluster/,
  );
  assert.throws(
    () => faults.set([{ match: { room: 'cluster' }, answer: { empty: true } }]),
    /only the room prometheus can answer empty, not cluster/,
  );
  assert.throws(
    () => faults.set([{ match: { room: 'arm', after: 'none' }, answer: { reset: true } }]),
    /no rule is called none/,
  );
});
