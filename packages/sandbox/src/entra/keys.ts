import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import type { Store } from '../state/store.ts';

/** An RSA key pair kept in the store, that signs tokens as RS256. */
export interface SigningKey {
  kid: string;
  key: CryptoKey;
  publicJwk: JWK;
}

/** The key of this name: made once, the same after a restart. */
export async function signingKey(store: Store, name: string): Promise<SigningKey> {
  const kept = store.collection<JWK>('signing-keys');
  let jwk = kept.get(name);
  if (!jwk) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256', use: 'sig' };
    kept.put(name, jwk);
  }
  const { kty, n, e, kid, alg, use } = jwk;
  return {
    kid: String(kid),
    key: (await importJWK(jwk, 'RS256')) as CryptoKey,
    publicJwk: { kty, n, e, kid, alg, use },
  };
}
