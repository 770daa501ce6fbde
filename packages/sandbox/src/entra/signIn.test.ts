import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import https from 'node:https';
import { startArmForTest } from '../testing/arm.ts';
import { groups, persons } from './company.ts';
import { portal, secretOf, signIn } from './principals.ts';

const [ada, , gone, bookKeeper] = persons;
const redirect = signIn.redirectUris[0];
let room: Awaited<ReturnType<typeof startArmForTest>>;

before(async () => {
  room = await startArmForTest(undefined, { landingZone: false });
});
after(() => room.stop());

interface Received {
  status?: number;
  location: URL;
  // Tests look into it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

function ask(
  path: string,
  { form, token }: { form?: Record<string, string>; token?: string } = {},
) {
  return new Promise<Received>((resolve, reject) => {
    const url = path.startsWith('https:') ? path : `${room.url}${path}`;
    const headers = { authorization: `Bearer ${token}` };
    https
      .request(url, { method: form ? 'POST' : 'GET', ca: room.ca, headers }, answer => {
        let text = '';
        answer
          .on('data', part => (text += part))
          .on('end', () =>
            resolve({
              status: answer.statusCode,
              location: new URL(answer.headers.location ?? 'none:'),
              body: text && JSON.parse(text),
            }),
          );
      })
      .on('error', reject)
      .end(form && String(new URLSearchParams(form)));
  });
}

const at = (rest: string) => `/${room.tenantId}/oauth2/v2.0/${rest}`;
const authorize = (more: Record<string, string>) =>
  ask(
    at(
      `authorize?${new URLSearchParams({ client_id: signIn.clientId, redirect_uri: redirect, state: 's', scope: 'openid offline_access User.Read', ...more })}`,
    ),
  );
const asApplication = (one: typeof portal) => ({
  client_id: one.clientId,
  client_secret: secretOf(one, room.surroundings.store),
});
const redeem = (code: string, more: Record<string, string> = {}) =>
  ask(at('token'), {
    form: {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
      ...asApplication(signIn),
      ...more,
    },
  });
const codeFor = async (mail: string) =>
  (await authorize({ login_hint: mail })).location.searchParams.get('code') ?? '';
const readerToken = async () =>
  (
    await ask(at('token'), {
      form: {
        grant_type: 'client_credentials',
        scope: 'https://graph.microsoft.com/.default',
        ...asApplication(portal),
      },
    })
  ).body.access_token;

test('somebody goes back with a code, which is good once, for whoever has the secret', async () => {
  const { status, location } = await authorize({ login_hint: ada.mail });
  assert.equal(status, 302);
  assert.equal(location.origin + location.pathname, redirect);
  assert.equal(location.searchParams.get('state'), 's');
  const code = location.searchParams.get('code') ?? '';
  const stranger = await redeem(code, { client_secret: 'guessed' });
  assert.match(stranger.body.error_description, /AADSTS7000215/);
  const first = await redeem(code);
  assert.equal(first.status, 200);
  assert.equal((await ask('/v1.0/me', { token: first.body.access_token })).body.mail, ada.mail);
  assert.equal((await redeem(code)).body.error, 'invalid_grant');
  const renewed = await ask(at('token'), {
    form: {
      grant_type: 'refresh_token',
      refresh_token: first.body.refresh_token,
      ...asApplication(signIn),
    },
  });
  assert.equal((await ask('/v1.0/me', { token: renewed.body.access_token })).status, 200);
});

test('nobody is sent to an address that is not the application’s; a disabled account gets no code', async () => {
  const elsewhere = await authorize({ redirect_uri: 'https://elsewhere.example/' });
  assert.match(elsewhere.body.error_description, /AADSTS50011/);
  const other = await authorize({ client_id: portal.clientId });
  assert.match(other.body.error_description, /AADSTS700016/);
  assert.equal(await codeFor(gone.mail), '');
  const moved = await redeem(await codeFor(ada.mail), { redirect_uri: `${redirect}/2` });
  assert.match(moved.body.error_description, /AADSTS500112/);
});

test('Graph lists people, groups and members to whom an administrator let, a page at a time', async () => {
  const token = await readerToken();
  const list = async (path: string) => {
    const found: { id: string }[] = [];
    for (let next = `/v1.0/${path}`; next;) {
      const { body } = await ask(next.replace('https://graph.microsoft.com', room.url), { token });
      found.push(...body.value);
      next = body['@odata.nextLink'] ?? '';
    }
    return found.map(({ id }) => id);
  };
  assert.deepEqual(
    await list('users?$top=1&$select=id,mail'),
    persons.map(({ id }) => id),
  );
  const named = await list(`groups?$filter=startswith(displayName,'private-ai-')`);
  assert.deepEqual(
    named,
    groups.slice(0, 2).map(({ id }) => id),
  );
  assert.deepEqual(await list(`groups/${groups[0].id}/members`), groups[0].members);
  assert.deepEqual(await list(`groups/${groups[2].id}/members/microsoft.graph.user`), []);
  const missing = await ask('/v1.0/groups/none/members', { token });
  assert.equal(missing.body.error.code, 'Request_ResourceNotFound');
  const unsupported = await ask(`/v1.0/users?$filter=department eq 'a'`.replaceAll(' ', '%20'), {
    token,
  });
  assert.equal(unsupported.body.error.code, 'Request_UnsupportedQuery');
});

test('a person reads no list, an application has no profile, and without a token there is nothing', async () => {
  const person = (await redeem(await codeFor(bookKeeper.mail))).body.access_token;
  const refused = await ask('/v1.0/users', { token: person });
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'Authorization_RequestDenied']);
  assert.equal((await ask('/v1.0/me', { token: await readerToken() })).status, 400);
  const { body } = await ask('/v1.0/me');
  assert.equal(body.error.code, 'InvalidAuthenticationToken');
});
