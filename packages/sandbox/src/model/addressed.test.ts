import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { addressed, requireWay } from './addressed.ts';

const host = 'aif-contoso.openai.azure.com';
const request = (url: string, name: string) =>
  ({ url, headers: { host: name } }) as unknown as IncomingMessage;

test('an account is meant by its name, or by the path of who comes from the network’s place', () => {
  assert.deepEqual(addressed(request('/openai/v1/models?x=1', host)), {
    ...{ host, pathname: '/openai/v1/models', fromNetwork: false },
  });
  assert.deepEqual(addressed(request(`/hosts/${host}/openai/v1/models`, 'localhost:7444')), {
    ...{ host, pathname: '/openai/v1/models', fromNetwork: true },
  });
});

test('from the network’s place there is a way by the private endpoint alone', () => {
  const asked = addressed(request(`/hosts/${host}/openai/v1/models`, 'localhost:7444'));
  requireWay(asked, name => name === host);
  assert.throws(() => requireWay(asked, () => false), /Public access is disabled/);
});
