import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { ask, eventsOf, question, startApp } from './app.ts';
import { startModel, text } from './modelServer.ts';
import { startPortal } from './portal.ts';

const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

test("only the portal's users may ask; why not is said in a sentence", async () => {
  await using model = await startModel(text('Hello.'));
  using portal = await startPortal();
  await using app = await startApp(model.url, { portal });
  await portal.addKey('unpublished', { publish: false });
  const jane = 'user:default/jane';
  const secret = new TextEncoder().encode('guessed by somebody who knows the key id');
  const forged = new SignJWT({ iss: 'private-ai-portal', aud: portal.audience, sub: jane });

  const refused: [string | undefined, RegExp][] = [
    [undefined, /^No sign-in came .* portal/],
    ['nonsense', /^This is no sign-in of the portal\.$/],
    [await portal.token(jane, { exp: secondsAgo(60) }), /has expired/],
    [
      await portal.token(jane, { aud: 'component:default/other' }),
      /not for component:default\/weather/,
    ],
    [await portal.token(jane, {}, 'unpublished'), /a key that the app does not know/],
    [await portal.token(jane, { iss: 'somebody' }), /no sign-in of the portal/],
    [await portal.token(jane, { sub: undefined }), /no sign-in of the portal/],
    [await portal.token(jane, { exp: undefined }), /no sign-in of the portal/],
    [
      await forged
        .setExpirationTime('5m')
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(secret),
      /no sign-in of the portal/,
    ],
    [`${(await portal.token(jane)).slice(0, -4)}AAAA`, /no sign-in of the portal/],
  ];
  for (const [token, sentence] of refused) {
    const response = await ask(app.url, question('Hi'), { token });
    assert.equal(response.status, 401, sentence.source);
    assert.match(((await response.json()) as { error: string }).error, sentence);
  }
  assert.equal(model.asked.length, 0);

  const leeway = await portal.token(jane, { exp: secondsAgo(10) });
  for (const token of [await portal.token(jane), leeway]) {
    const events = await eventsOf(await ask(app.url, question('Hi'), { token }));
    assert.equal(events.at(-1)?.type, 'RUN_FINISHED');
  }
});

test('keys that the portal adds or withdraws count at once, without a restart', async () => {
  await using model = await startModel(text('Hello.'));
  using portal = await startPortal();
  await using app = await startApp(model.url, { portal });
  const status = async (kid: string) => {
    const token = await portal.token('user:default/jane', {}, kid);
    const response = await ask(app.url, question('Hi'), { token });
    await response.text();
    return response.status;
  };
  await portal.addKey('key-2', { publish: false });
  assert.deepEqual([await status('key-1'), await status('key-2')], [200, 401]);
  await portal.addKey('key-3');
  assert.deepEqual([await status('key-1'), await status('key-2')], [200, 200]);
  writeFileSync(portal.keysFile, '{"keys":[]}');
  assert.equal(await status('key-1'), 401);
  writeFileSync(portal.keysFile, 'half a fi');
  assert.equal(await status('key-1'), 503);
});

test("where the portal signs in, the chat page sends there; the app's other pages stay open", async () => {
  await using model = await startModel(text('never'));
  using portal = await startPortal();
  await using app = await startApp(model.url, { portal });
  const page = await (await fetch(`${app.url}/chat/`)).text();
  assert.match(page, /Open the chat in the portal/);
  assert.doesNotMatch(page, /textarea|script/);
  const description = await (await fetch(`${app.url}/docs/openapi.json`)).text();
  assert.match(description, /"in":"header","name":"x-private-ai-user"/);
  for (const path of ['/healthz', '/docs']) {
    assert.equal((await fetch(`${app.url}${path}`)).status, 200, path);
  }
});
