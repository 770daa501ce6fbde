import { jwtVerify, importJWK } from 'jose';
import type { SigningKey } from './keys.ts';

/** Who a token speaks for. */
interface Principal {
  /** Object id: what role assignments name. */
  oid: string;
  appid?: string;
  tid: string;
  /** Object ids of the groups that one is in, as far as the token says so. */
  groups: string[];
}

/** Checks access tokens of the sandbox's Entra. */
export interface TokenVerifier {
  /** @throws when signature, lifetime or audience is wrong. */
  verify(token: string, audience: string | string[]): Promise<Principal>;
}

export function tokenVerifier(key: SigningKey): TokenVerifier {
  const publicKey = importJWK(key.publicJwk, 'RS256');
  return {
    async verify(token, audience) {
      const audiences = [audience]
        .flat()
        .flatMap(one => [one.replace(/\/$/, ''), `${one.replace(/\/$/, '')}/`]);
      const { payload } = await jwtVerify(token, await publicKey, { audience: audiences });
      return {
        oid: String(payload.oid),
        appid: payload.appid as string | undefined,
        tid: String(payload.tid),
        groups: (payload.groups as string[] | undefined) ?? [],
      };
    },
  };
}
