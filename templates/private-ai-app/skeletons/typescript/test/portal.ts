import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

export const AUDIENCE = 'component:default/weather';

/** What the portal does for the app: keys, their public halves in a file, and tokens. */
export async function startPortal() {
  const folder = mkdtempSync(join(tmpdir(), 'portal-keys-'));
  const keysFile = join(folder, 'jwks.json');
  const keys = new Map<string, CryptoKey>();
  const published: object[] = [];
  /** A new key; it is published unless told otherwise. */
  async function addKey(kid: string, { publish = true } = {}) {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    keys.set(kid, privateKey);
    published.push({ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' });
    if (publish) writeFileSync(keysFile, JSON.stringify({ keys: published }));
  }
  /** A token as the portal signs it; `claims` and `kid` say what is to be wrong with it. */
  function token(user: string, claims: Record<string, unknown> = {}, kid = 'key-1') {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: 'private-ai-portal',
      aud: AUDIENCE,
      sub: user,
      iat: now,
      exp: now + 300,
      jti: crypto.randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(keys.get(kid)!);
  }
  await addKey('key-1');
  return {
    keysFile,
    audience: AUDIENCE,
    addKey,
    token,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}
