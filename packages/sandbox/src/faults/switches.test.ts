import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import OpenAI from 'openai';
import { createFaults } from './faults.ts';
import { faultRooms } from './rooms.ts';
import { startGit } from '../git/git.ts';
import { createRegistry } from '../registry/registry.ts';
import { startPrometheus } from '../telemetry/prometheus.ts';
import { askedAs } from '../testing/askedAs.ts';
import { bareClient } from '../testing/armClient.ts';
import { startModelForTest } from '../testing/model.ts';

// Every room that can fail, in front of clients of its own kind.
let model: Awaited<ReturnType<typeof startModelForTest>>;
let arm: Awaited<ReturnType<typeof bareClient>>;

before(async () => {
  model = await startModelForTest();
  arm = await bareClient(model.azure);
});
after(async () => {
  arm.stop();
  await model.stop();
});
afterEach(() => model.azure.faults.set([]));

const admin = async (method: string, path: string, body?: object) => {
  const url = model.azure.admin + path;
  const answer = await fetch(url, { method, body: body && JSON.stringify(body) });
  // Any switch's answer: tests look into it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return { status: answer.status, body: (await answer.json()) as any };
};
const turn = (room: string, fault?: string) => admin('PUT', '/faults/rooms', { room, fault });
const stateOf = async (room: string) =>
  (await admin('GET', '/faults/rooms')).body.find((one: { room: string }) => one.room === room);

const asked = (signal?: AbortSignal) =>
  model
    .client()
    .chat.completions.create(
      { model: 'chat', messages: [{ role: 'user', content: 'Hello.' }] },
      { signal },
    );
const refusedAs = async (): Promise<InstanceType<typeof OpenAI.APIError>> => {
  const error = await asked().then(
    () => assert.fail('it answered'),
    (one: unknown) => one,
  );
  assert.ok(error instanceof OpenAI.APIError, String(error));
  return error;
};

test('the model refuses as Azure does', async () => {
  await turn('model', 'throttled');
  const throttled = await refusedAs();
  assert.ok(throttled instanceof OpenAI.RateLimitError);
  assert.equal(throttled.code, 'RateLimitReached');
  assert.equal(throttled.headers?.get('retry-after'), '7');

  await turn('model', 'filtered');
  const filtered = await refusedAs();
  assert.ok(filtered instanceof OpenAI.BadRequestError);
  assert.deepEqual([filtered.code, filtered.param], ['content_filter', 'prompt']);
  const { innererror } = filtered.error as {
    innererror: { code: string; content_filter_result: { violence: { filtered: boolean } } };
  };
  assert.equal(innererror.code, 'ResponsibleAIPolicyViolation');
  assert.equal(innererror.content_filter_result.violence.filtered, true);

  await turn('model', 'failed');
  const failed = await refusedAs();
  assert.ok(failed instanceof OpenAI.InternalServerError);
  assert.equal(failed.type, 'server_error');

  await turn('model');
  assert.ok((await asked()).choices[0].message.content);
});

test('a model that hangs answers nothing until its client leaves, and a slow one answers later', async () => {
  await turn('model', 'hang');
  const leaving = new AbortController();
  const left = assert.rejects(asked(leaving.signal), OpenAI.APIUserAbortError);
  while ((await stateOf('model')).struck === 0) await new Promise(done => setTimeout(done, 20));
  leaving.abort();
  await left;

  await turn('model', 'slow');
  const began = Date.now();
  assert.ok((await asked()).choices[0].message.content);
  assert.ok(Date.now() - began >= 4990);
});

test('Prometheus refuses in its own words, or says that it has nothing', async () => {
  const faults = createFaults(model.azure.surroundings.store);
  const prometheus = await startPrometheus(model.azure.surroundings, {
    port: 0,
    target: 'http://127.0.0.1:9',
    wrap: one => faults.wrap('prometheus', one),
  });
  try {
    const query = async (path = 'query_range?query=up&start=0&end=1&step=1') => {
      const answer = await fetch(`${prometheus.url}/api/v1/${path}`);
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    for (const [fault, status, errorType] of [
      ['away', 503, 'unavailable'],
      ['unauthorized', 401, 'unauthorized'],
      ['forbidden', 403, 'forbidden'],
    ] as const) {
      faults.turn('prometheus', fault);
      const { status: answered, body } = await query();
      assert.deepEqual([answered, body.status, body.errorType], [status, 'error', errorType]);
      assert.equal(typeof body.error, 'string');
    }
    faults.turn('prometheus', 'empty');
    const nothing = (resultType: string) => ({
      status: 'success',
      data: { resultType, result: [] },
    });
    assert.deepEqual((await query()).body, nothing('matrix'));
    assert.deepEqual((await query('query?query=up')).body, nothing('vector'));
    assert.deepEqual((await query('label/job/values')).body, { status: 'success', data: [] });
    faults.turn('prometheus', 'hang');
    await assert.rejects(
      fetch(`${prometheus.url}/api/v1/query`, { signal: AbortSignal.timeout(300) }),
      { name: 'TimeoutError' },
    );
  } finally {
    await prometheus.stop();
  }
});

test('Azure away is not Entra away, nor the other way round', async () => {
  const subscription = `/subscriptions/${model.azure.subscriptionId}`;
  const audience = 'https://cognitiveservices.azure.com';
  await turn('arm', 'away');
  assert.equal((await arm.send('GET', subscription)).status, 503);
  assert.match(await model.tokenFor(audience), /^eyJ/);
  await turn('arm');
  await turn('entra', 'unauthorized');
  assert.equal((await arm.send('GET', subscription)).status, 200);
  assert.equal(await model.tokenFor(audience), undefined);
});

test('git and registry refuse in the words of Gitea and of the registry', async () => {
  const { surroundings } = model.azure;
  const faults = createFaults(surroundings.store);
  const git = await startGit(surroundings, {
    port: 0,
    plainPort: 0,
    wrap: one => faults.wrap('git', one),
  });
  const python = { problem: 'none here' };
  const registry = await createRegistry(surroundings, {
    port: 0,
    python,
    wrap: one => faults.wrap('registry', one),
  });
  try {
    for (const [room, url, told] of [
      ['git', git.tlsUrl, { message: 'Service Unavailable' }],
      ['registry', registry.url, { errors: [{ code: 'UNAVAILABLE' }] }],
    ] as const) {
      faults.turn(room, 'away');
      const answer = await model.through(url)(`${url}/v2/`);
      assert.equal(answer.status, 503);
      assert.partialDeepStrictEqual(await answer.json(), told);
      faults.turn(room);
      assert.notEqual((await model.through(url)(`${url}/v2/`)).status, 503);
    }
  } finally {
    await registry.stop();
    await git.stop();
  }
});

test('a switch leaves the rules that were set in another way, and outlives a restart', async () => {
  const own = { match: { room: 'model', path: '/mine' }, times: 1, answer: { status: 418 } };
  await admin('PUT', '/faults', [own] as object);
  await turn('model', 'hang');
  await turn('model', 'failed');
  const { on, others } = await stateOf('model');
  assert.deepEqual([on, others], ['failed', 1]);
  assert.equal(createFaults(model.azure.surroundings.store).list().length, 2);
  await turn('model');
  const { body } = await admin('GET', '/faults');
  assert.deepEqual(body, [{ ...own, struck: 0 }]);
});

test('an unknown room or fault is refused with what there is', async () => {
  const refusal = async (body?: object) => {
    const { status, body: told } = await admin('PUT', '/faults/rooms', body);
    assert.equal(status, 400);
    return told.error;
  };
  const rooms = faultRooms.join(', ');
  assert.equal(await refusal({ room: 'mail' }), `There is no room mail: ${rooms}.`);
  assert.equal(await refusal(), `There is no room undefined: ${rooms}.`);
  for (const fault of ['burns', 'toString', 7])
    assert.match(
      await refusal({ room: 'model', fault }),
      /^The room model has no fault .*: throttled, /,
    );
  const { status, body } = await admin('PUT', '/faults', [
    { match: { room: 'mail' }, answer: { status: 500 } },
  ]);
  assert.deepEqual(
    [status, body.error],
    [400, `The rules of faults are refused: There is no room mail: ${rooms}.`],
  );
});

test('the page is for who sits at this machine, and lets no script of elsewhere run', async () => {
  const page = await fetch(`${model.azure.admin}/`);
  assert.match(await page.text(), /What fails in the sandbox/);
  assert.match(
    page.headers.get('content-security-policy') ?? '',
    /default-src 'none'.*frame-ancestors/,
  );
  assert.equal((await askedAs('evil.example', model.azure.admin)).status, 421);
});
