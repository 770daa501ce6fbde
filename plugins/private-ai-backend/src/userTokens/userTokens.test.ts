import { ConfigReader } from '@backstage/config';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { readUserTokenKeys } from './keys';
import { fileWith, keyPair, userTokensConfig, userTokensForTest } from '../testing/keys';

const read = (userTokens: object | undefined, needed = true) =>
  readUserTokenKeys(new ConfigReader({ privateAi: { userTokens } }), needed);
const about = { entityRef: 'component:default/weather', userRef: 'user:default/ana' };
const verified = async (token: string, jwks: string, audience = about.entityRef) =>
  jwtVerify(token, createLocalJWKSet(JSON.parse(jwks)), {
    issuer: 'private-ai-portal',
    audience,
    algorithms: ['ES256'],
  });

describe('the portal’s word about a user', () => {
  it('says who, to which app, for five minutes, and is good with the published keys alone', async () => {
    const tokens = userTokensForTest(userTokensConfig('2026-11'));
    const token = await tokens.sign(about);
    const { payload, protectedHeader } = await verified(token, tokens.jwks);
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'JWT', kid: '2026-11' });
    expect(payload).toEqual({
      iss: 'private-ai-portal',
      aud: 'component:default/weather',
      sub: 'user:default/ana',
      iat: expect.any(Number),
      exp: payload.iat! + 300,
      jti: expect.any(String),
    });
    expect((await verified(await tokens.sign(about), tokens.jwks)).payload.jti).not.toBe(
      payload.jti,
    );
    await expect(verified(token, tokens.jwks, 'component:default/other')).rejects.toThrow(/aud/);
    await expect(verified(token, userTokensForTest().jwks)).rejects.toThrow();
  });

  it('publishes no more of a key than its public half', () => {
    const { keys } = JSON.parse(userTokensForTest().jwks);
    expect(Object.keys(keys[0]).toSorted()).toEqual(
      ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'].toSorted(),
    );
  });

  it('rotates: the new key is known before it signs, the old one for as long as its tokens live', async () => {
    const [old, next] = [keyPair(), keyPair()];
    const [oldFile, nextFile] = [old, next].map(({ privateKey }) => fileWith(privateKey));
    const former = { keyId: 'old', privateKeyFile: oldFile };
    const coming = { keyId: 'new', privateKeyFile: nextFile };
    const steps = [
      [former],
      [former, coming],
      [coming, { keyId: 'old', publicKeyFile: fileWith(old.publicKey) }],
      [coming],
    ].map(keys => userTokensForTest({ keys }));
    const signed = await Promise.all(steps.map(({ sign }) => sign(about)));
    expect(signed.map(token => decodeProtectedHeader(token).kid)).toEqual([
      ...['old', 'old'],
      ...['new', 'new'],
    ]);
    // An app has the keys of this step, or still those of the step before.
    for (const [index, token] of signed.entries())
      for (const { jwks } of steps.slice(Math.max(index - 1, 0), index + 1))
        await expect(verified(token, jwks)).resolves.toBeDefined();
  });
});

describe('keys that are not as they should be', () => {
  const pair = keyPair();
  const secret = pair.privateKey.split('\n')[1];
  const at = 'privateAi.userTokens.keys[0]';
  const privately = (text: string) => [{ keyId: 'a', privateKeyFile: fileWith(text) }];

  it.each<[string, object | undefined, string]>([
    ['are none', undefined, 'privateAi.userTokens.keys'],
    [
      'sign nothing',
      { keys: [{ keyId: 'a', publicKeyFile: fileWith(pair.publicKey) }] },
      'userTokens.keys',
    ],
    ['have no id', { keys: [{ privateKeyFile: 'x' }] }, 'keyId'],
    ['have an id that is none', { keys: [{ keyId: 'a b' }] }, `${at}.keyId`],
    [
      'share an id',
      { keys: [...privately(pair.privateKey), ...privately(keyPair().privateKey)] },
      'privateAi.userTokens.keys[1].keyId',
    ],
    ['name no file', { keys: [{ keyId: 'a' }] }, `${at}.privateKeyFile`],
    [
      'are not there',
      { keys: [{ keyId: 'a', privateKeyFile: '/nowhere/key.pem' }] },
      `${at}.privateKeyFile is "/nowhere/key.pem": expected the path of a PEM file with a private EC key on the curve P-256 (it cannot be read: ENOENT)`,
    ],
    ['are no key', { keys: privately(`-----BEGIN ${secret}`) }, `${at}.privateKeyFile`],
    ['are public', { keys: privately(pair.publicKey) }, 'no private key in it'],
    ['are on another curve', { keys: privately(keyPair('P-384').privateKey) }, 'ec secp384r1'],
    [
      'are private where public ones belong',
      { keys: [{ keyId: 'a', publicKeyFile: fileWith(pair.privateKey) }] },
      `${at}.publicKeyFile`,
    ],
  ])('%s: the start fails and says which', (_, userTokens, said) => {
    let message = '';
    try {
      read(userTokens);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(said);
    expect(message).not.toContain(secret);
  });

  it('are not asked for where there is no landing zone', () => {
    expect(read(undefined, false)).toEqual([]);
  });
});
