import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { readUserTokenKeys } from '../userTokens/keys';
import { createUserTokens, type UserTokens } from '../userTokens/userTokens';

/** A pair of keys as PEM. */
export function keyPair(namedCurve = 'P-256') {
  return generateKeyPairSync('ec', {
    namedCurve,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** @returns the path of a file of its own */
export function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'user-token-key-')), 'key.pem');
  writeFileSync(file, text);
  return file;
}

/** The configuration `privateAi.userTokens` with one new key. */
export const userTokensConfig = (keyId = 'one') => ({
  keys: [{ keyId, privateKeyFile: fileWith(keyPair().privateKey) }],
});

/** What processes that are killed and started again publish each time. */
export const publishedForTest: Pick<UserTokens, 'jwks'> = { jwks: '{"keys":[]}\n' };

export function userTokensForTest(userTokens: object = userTokensConfig()): UserTokens {
  return createUserTokens(readUserTokenKeys(new ConfigReader({ privateAi: { userTokens } }), true));
}
