import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { bareClient } from '../testing/armClient.ts';
import { startArmForTest } from '../testing/arm.ts';
import { until } from '../testing/until.ts';

// Each fault is shown to a client that believes what it is told: it goes wrong by it.

const location = 'koreacentral';
let room: Awaited<ReturnType<typeof startArmForTest>>;
let client: Awaited<ReturnType<typeof bareClient>>;
let group: string;
let count = 0;

before(async () => {
  room = await startArmForTest();
  room.arm.throttle.change({ enabled: false });
  client = await bareClient(room);
});
after(async () => {
  client.stop();
  await room.stop();
});
beforeEach(async () => {
  room.faults.set([]);
  group = `/subscriptions/${room.subscriptionId}/resourceGroups/rg-${++count}`;
  assert.equal((await client.send('PUT', group, { location })).status, 201);
});

const rule = (method: string, path: string, answer: object, more: { skip?: number } = {}) =>
  room.faults.set([{ match: { room: 'arm', method, path, ...more }, times: 1, answer }]);
const struck = () => room.faults.list().map(one => one.struck);
const network = () => `${group}/providers/Microsoft.Network/virtualNetworks/v`;
const networkBody = (space = '10.0.0.0/16') => ({
  location,
  properties: { addressSpace: { addressPrefixes: [space] } },
});
const ended = async (url: string) => {
  for (;;) {
    const { body } = await client.send('GET', url);
    if (body.status !== 'InProgress' && body.status !== 'Creating') return body;
    await new Promise(done => setTimeout(done, 20));
  }
};

test('reset before: nothing was written; reset after: the write took effect', async () => {
  const other = `${group}-other`;
  rule('PUT', '-other\\?', { reset: true });
  await assert.rejects(client.send('PUT', other, { location }));
  assert.equal((await client.send('GET', other)).status, 404);
  rule('PUT', '-other\\?', { reset: 'after' });
  await assert.rejects(client.send('PUT', other, { location }));
  assert.deepEqual(struck(), [1]);
  assert.equal(
    (await client.send('GET', other)).status,
    200,
    'believed to have failed, it is there',
  );
  assert.equal((await client.send('PUT', other, { location })).status, 200, 'and no 201 any more');
});

test('hang: no answer until the client leaves; hang after: the write took effect', async () => {
  for (const hang of [true, 'after'] as const) {
    const other = `${group}-${hang}`;
    rule('PUT', `-${hang}\\?`, { hang });
    const leaving = new AbortController();
    const asked = client.send('PUT', other, { location }, leaving.signal);
    const left = assert.rejects(asked, { name: 'AbortError' });
    await until('it strikes', () => struck()[0] === 1);
    // Time enough for an answer, where there is one.
    await sleep(300);
    leaving.abort();
    await left;
    assert.equal((await client.send('GET', other)).status, hang === 'after' ? 200 : 404);
  }
});

test('stale: a read answers what was before the last write', async () => {
  rule('GET', `${group}\\?`, { stale: true });
  assert.equal((await client.send('GET', group)).status, 404, '404 after 201');
  assert.equal((await client.send('GET', group)).status, 200);
  assert.deepEqual(struck(), [1]);
  await client.send('PUT', group, { location, tags: { owner: 'a' } });
  rule('GET', `${group}\\?`, { stale: true });
  assert.deepEqual((await client.send('GET', group)).body.tags, {}, 'the tag is not seen');
  assert.deepEqual((await client.send('GET', group)).body.tags, { owner: 'a' });
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-a`;
  await client.send('PUT', identity, { location });
  await client.send('DELETE', identity);
  rule('GET', '/id-a\\?', { stale: true });
  assert.equal((await client.send('GET', identity)).status, 200, 'what was deleted is still seen');
  assert.equal((await client.send('GET', identity)).status, 404);
});

test('stale does not strike where nothing was written', async () => {
  room.faults.set([{ match: { room: 'arm', method: 'GET' }, answer: { stale: true } }]);
  const zone = `/subscriptions/${room.subscriptionId}/providers/Microsoft.Network`;
  await client.send('GET', zone);
  assert.deepEqual(struck(), [0]);
});

test('fails later: accepted, then the operation and the resource say Failed', async () => {
  const failsLater = { code: 'InternalServerError', message: 'An error occurred.' };
  rule('PUT', 'virtualNetworks/v\\?', { failsLater });
  const accepted = await client.send('PUT', network(), networkBody());
  assert.equal(accepted.status, 201, 'a client that stops here believes in it');
  const operation = await ended(String(accepted.headers['azure-asyncoperation']));
  assert.equal(operation.status, 'Failed');
  assert.deepEqual(operation.error, failsLater);
  assert.equal((await client.send('GET', network())).body.properties.provisioningState, 'Failed');
  const again = await client.send('PUT', network(), networkBody());
  await ended(String(again.headers['azure-asyncoperation']));
  assert.equal(
    (await client.send('GET', network())).body.properties.provisioningState,
    'Succeeded',
  );
  rule('DELETE', 'virtualNetworks/v\\?', { failsLater });
  const removing = await client.send('DELETE', network());
  assert.equal(removing.status, 202);
  assert.equal((await ended(String(removing.headers['azure-asyncoperation']))).status, 'Failed');
  assert.equal((await client.send('GET', network())).body.properties.provisioningState, 'Failed');
});

test('fails later where only a Location says it: that answers with the failure', async () => {
  const failsLater = { code: 'ResourceGroupDeletionBlocked', message: 'It is held.' };
  rule('DELETE', `${group}\\?`, { failsLater });
  const removing = await client.send('DELETE', group);
  assert.equal(removing.status, 202);
  assert.equal(removing.headers['azure-asyncoperation'], undefined);
  let poll = removing;
  while (poll.status === 202) {
    await new Promise(done => setTimeout(done, 20));
    poll = await client.send('GET', String(removing.headers.location));
  }
  assert.equal(poll.status, 409);
  assert.deepEqual(poll.body.error, failsLater);
  assert.equal((await client.send('GET', group)).status, 200);
});

test('fails later where Azure names no operation: only the resource says it', async () => {
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/a${count}`;
  const made = await client.send('PUT', account, {
    location,
    kind: 'AIServices',
    sku: { name: 'S0' },
  });
  await ended(String(made.headers['azure-asyncoperation']));
  rule('PUT', 'deployments/d\\?', { failsLater: { code: 'Oops', message: 'It broke.' } });
  const deployment = `${account}/deployments/d`;
  const accepted = await client.send('PUT', deployment, {
    sku: { name: 'GlobalStandard', capacity: 1 },
    properties: { model: { format: 'OpenAI', name: 'gpt-5.2', version: '2025-12-11' } },
  });
  assert.equal(accepted.status, 201);
  assert.equal(accepted.headers['azure-asyncoperation'], undefined);
  assert.equal(accepted.body.properties.provisioningState, 'Creating');
  let state = 'Creating';
  while (state === 'Creating') {
    await new Promise(done => setTimeout(done, 20));
    state = (await client.send('GET', deployment)).body.properties.provisioningState;
  }
  assert.equal(state, 'Failed');
});

test('slowly: the operation takes so much longer', async () => {
  const usual = room.arm.timing.milliseconds('Microsoft.Network/virtualNetworks', 'create');
  for (const [slowly, least] of [
    [{ moreMs: 400 }, 400 + usual],
    [{ factor: 4 }, 4 * usual],
  ] as const) {
    rule('PUT', 'virtualNetworks/', { slowly });
    const began = Date.now();
    const accepted = await client.send('PUT', network(), networkBody());
    await ended(String(accepted.headers['azure-asyncoperation']));
    assert.ok(Date.now() - began >= least - 5, JSON.stringify(slowly));
    assert.deepEqual(struck(), [1]);
  }
});

test('a poll is known by what its operation is on', async () => {
  const answer = { status: 503, retryAfter: 1 };
  const match = { room: 'arm', operationOf: '/virtualNetworks/v$' };
  const other = `${group}/providers/Microsoft.Network/virtualNetworks/w`;
  room.faults.set([{ match, times: 1, answer }]);
  const theirs = await client.send('PUT', other, networkBody());
  const ours = await client.send('PUT', network(), networkBody());
  const poll = async (started: { headers: Record<string, unknown> }) =>
    (await client.send('GET', String(started.headers['azure-asyncoperation']))).status;
  assert.equal(await poll(theirs), 200);
  assert.equal(await poll(ours), 503);
  assert.equal(await poll(ours), 200);
});

test('polls of operations match, after what is skipped', async () => {
  rule('GET', '/operations/', { status: 503, retryAfter: 1 }, { skip: 1 });
  const accepted = await client.send('PUT', network(), networkBody());
  const url = String(accepted.headers['azure-asyncoperation']);
  assert.equal((await client.send('GET', url)).status, 200);
  assert.equal((await client.send('GET', url)).status, 503);
  assert.deepEqual(struck(), [1]);
  assert.equal((await ended(url)).status, 'Succeeded');
});
