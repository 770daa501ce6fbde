import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bareClient } from './testing/armClient.ts';
import { startArmForTest } from './testing/arm.ts';
import { askedAs } from './testing/askedAs.ts';
import { platform } from './entra/principals.ts';

let room: Awaited<ReturnType<typeof startArmForTest>>;
let client: Awaited<ReturnType<typeof bareClient>>;

before(async () => {
  room = await startArmForTest();
  client = await bareClient(room);
});
after(async () => {
  client.stop();
  await room.stop();
});

const admin = async (method: string, path: string, body?: object) => {
  const answer = await fetch(room.admin + path, { method, body: body && JSON.stringify(body) });
  // Any switch's answer: tests look into it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return { status: answer.status, body: (await answer.json()) as any };
};
const group = () => `/subscriptions/${room.subscriptionId}/resourceGroups/rg-a`;
const location = 'koreacentral';

test('every call is noted with who made it, a broken one too, and no secret', async () => {
  await admin('DELETE', '/arm/calls');
  await client.send('PUT', group(), { location });
  const between = Date.now() + 1;
  await new Promise(done => setTimeout(done, 5));
  await client.send('GET', `${group()}-none`);
  await admin('PUT', '/faults', [
    { match: { room: 'arm' }, times: 1, answer: { reset: true } },
  ] as object);
  await assert.rejects(client.send('DELETE', group()));
  const { body: calls } = await admin('GET', '/arm/calls');
  assert.deepEqual(
    calls.map((call: Record<string, unknown>) => [
      call.method,
      call.path,
      call.status,
      call.principal,
    ]),
    [
      ['PUT', group(), 201, platform.objectId],
      ['GET', `${group()}-none`, 404, platform.objectId],
      ['DELETE', group(), undefined, platform.objectId],
    ],
  );
  assert.ok(!JSON.stringify(calls).includes('eyJ'), 'no token');
  assert.ok(Date.parse(calls[0].at) < between && calls[0].ms >= 0);
  const { body: later } = await admin('GET', `/arm/calls?since=${between}`);
  assert.equal(later.length, 2);
  const iso = new Date(between).toISOString();
  assert.deepEqual((await admin('GET', `/arm/calls?since=${iso}`)).body, later);
  assert.equal((await admin('GET', '/arm/calls?since=yesterday')).status, 400);
  assert.deepEqual((await admin('GET', '/faults')).body[0].struck, 1);
});

test('a page of elsewhere whose name leads here turns no switch', async () => {
  const { status } = await askedAs('evil.example', room.admin, '/faults');
  assert.equal(status, 421);
});

test('a resource can vanish behind the back of who made it, with what lies in it', async () => {
  await client.send('PUT', group(), { location });
  const identity = `${group()}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-a`;
  await client.send('PUT', identity, { location });
  const ids = async () =>
    (await admin('GET', '/arm/resources')).body.map((one: { id: string }) => one.id);
  assert.ok((await ids()).includes(identity));
  const gone = await admin('DELETE', `/arm/resources?id=${encodeURIComponent(group())}`);
  assert.deepEqual(gone.body, [identity, group()]);
  assert.equal((await client.send('GET', group())).status, 404);
  assert.ok(!(await ids()).some((id: string) => id.startsWith(group())));
  const again = await admin('DELETE', `/arm/resources?id=${encodeURIComponent(group())}`);
  assert.equal(again.status, 400);
});

test('a quota can be used up beforehand', async () => {
  const usage = 'OpenAI.GlobalStandard.gpt-5.2';
  assert.equal((await admin('GET', '/quota')).body[usage], 150);
  await admin('PUT', '/quota', { [usage]: 7 });
  const usages = `/subscriptions/${room.subscriptionId}/providers/Microsoft.CognitiveServices/locations/${location}/usages`;
  const { value } = (await client.send('GET', usages)).body;
  const limit = (name: string) =>
    value.find((one: { name: { value: string } }) => one.name.value === name).limit;
  assert.equal(limit(usage), 7);
  assert.equal(limit('OpenAI.Standard.gpt-4.1-mini'), 150);
  assert.equal((await admin('PUT', '/quota', { [usage]: -1 })).status, 400);
  assert.equal((await admin('PUT', '/quota', { 'gpt-5.2': 1 })).status, 400);
});

test('pace and throttle are read and changed; what is not known is refused', async () => {
  assert.deepEqual((await admin('GET', '/timing')).body, {
    scale: 0.02,
    latencyMs: 0,
    retryAfter: 0,
  });
  await admin('PUT', '/timing', { scale: 0.5 });
  assert.deepEqual((await admin('GET', '/timing')).body, {
    scale: 0.5,
    latencyMs: 0,
    retryAfter: 0,
  });
  const changed = await admin('PUT', '/throttle', { writes: { burst: 5, perSecond: 1 } });
  assert.deepEqual(changed.body.writes, { burst: 5, perSecond: 1 });
  assert.deepEqual((await admin('GET', '/throttle')).body, changed.body);
  for (const [path, body] of [
    ['/throttle', { write: { burst: 5, perSecond: 1 } }],
    ['/timing', { scale: 'fast' }],
    ['/timing', [1]],
  ] as const) {
    assert.equal((await admin('PUT', path, body)).status, 400, path);
  }
  assert.equal((await admin('GET', '/nothing')).status, 404);
});
