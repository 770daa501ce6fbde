import assert from 'node:assert/strict';
import https from 'node:https';
import { test } from 'node:test';
import { listen } from '../listen.ts';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from './authority.ts';

function get(options: https.RequestOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get(options, answer => {
        let text = '';
        answer.on('data', part => (text += part)).on('end', () => resolve(text));
      })
      .on('error', reject);
  });
}

test('a client that trusts the authority reaches any host name, and nobody else does', async () => {
  const store = new Store(':memory:');
  const authority = await CertificateAuthority.open(store);
  const server = https.createServer(await authority.serverOptions(), (_, answer) =>
    answer.end('hello'),
  );
  const { port, stop } = await listen(server, 0);
  try {
    for (const servername of ['localhost', 'aif-demo.openai.azure.com']) {
      assert.equal(await get({ host: '127.0.0.1', port, servername, ca: authority.pem }), 'hello');
    }
    await assert.rejects(get({ host: '127.0.0.1', port, servername: 'localhost' }), /certificate/);
  } finally {
    await stop();
  }
});

test('the authority is the same after a restart', async () => {
  const store = new Store(':memory:');
  assert.equal(
    (await CertificateAuthority.open(store)).pem,
    (await CertificateAuthority.open(store)).pem,
  );
});
