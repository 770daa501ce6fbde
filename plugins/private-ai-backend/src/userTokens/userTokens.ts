import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { UserTokenKeys } from './keys';

/** Under which the token travels: the Kubernetes API's proxy takes `Authorization` for itself and strips it. */
export const USER_TOKEN_HEADER = 'x-private-ai-user';
/** `iss` of every token. */
const USER_TOKEN_ISSUER = 'private-ai-portal';
/** Seconds. */
const lifetime = 300;

/** The portal's word about who asks, for the agents. */
export interface UserTokens {
  /**
   * A compact JWT (ES256, RFC 7519) that is good for five minutes. Never logged, kept, or shown.
   *
   * @param about - `entityRef`: the app that is asked, and the only one that is to accept it; `userRef`: who asks
   */
  sign(about: { entityRef: string; userRef: string }): Promise<string>;
  /** The public keys as a JSON Web Key Set (RFC 7517): the same text for the same keys. */
  jwks: string;
}

export function createUserTokens(keys: UserTokenKeys): UserTokens {
  const signing = keys.find(({ privateKey }) => privateKey);
  return {
    async sign({ entityRef, userRef }) {
      if (!signing?.privateKey) throw new Error('No key to sign user tokens with was configured.');
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT()
        .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: signing.keyId })
        .setIssuer(USER_TOKEN_ISSUER)
        .setAudience(entityRef)
        .setSubject(userRef)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .setJti(randomUUID())
        .sign(signing.privateKey);
    },
    jwks: `${JSON.stringify({ keys: keys.map(asJwk) }, undefined, 2)}\n`,
  };
}

function asJwk({ keyId, publicKey }: UserTokenKeys[number]) {
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return { kty, crv, x, y, kid: keyId, alg: 'ES256', use: 'sig' };
}
