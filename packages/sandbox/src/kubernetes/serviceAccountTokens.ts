import { jwtVerify, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import type { SigningKey } from '../entra/keys.ts';
import { servedKind } from './kinds.ts';
import type { Objects } from './objects.ts';
import { invalid, invalidValue, notFound, StatusError } from './status.ts';

export interface TokenOptions {
  audiences: string[];
  /** The token ends with this pod. */
  podName?: string;
  /** Refused when the pod of that name is another one. */
  podUid?: string;
  /** 600 at least; an hour when not given. */
  expirationSeconds?: number;
}

const shortest = 600;
const longest = 2 ** 32;
const accounts = servedKind('ServiceAccount');
const pods = servedKind('Pod');

/** The cluster as an issuer of tokens for its ServiceAccounts. */
export class ServiceAccountTokens {
  readonly issuer: string;
  readonly #key: SigningKey;
  readonly #objects: Objects;

  constructor(issuer: string, key: SigningKey, objects: Objects) {
    this.issuer = issuer;
    this.#key = key;
    this.#objects = objects;
  }

  /** @throws StatusError 404 for an account or pod that is not there, 422 for a lifetime that is too short */
  async mint(
    namespace: string,
    name: string,
    { audiences, podName, podUid, expirationSeconds = 3600 }: TokenOptions,
  ): Promise<{ token: string; expires: Date }> {
    const account = this.#objects.get(accounts, namespace, name);
    if (!account) throw notFound(accounts, name);
    if (expirationSeconds < shortest || expirationSeconds > longest) {
      throw invalid({ kind: 'TokenRequest', group: 'authentication.k8s.io' }, '', [
        invalidValue(
          'spec.expirationSeconds',
          expirationSeconds,
          'may not specify a duration less than 10 minutes',
        ),
      ]);
    }
    const pod = podName ? this.#objects.get(pods, namespace, podName) : undefined;
    if (podName && !pod) throw notFound(pods, podName);
    if (podUid && pod?.metadata.uid !== podUid) {
      throw new StatusError(
        409,
        'Conflict',
        `Operation cannot be fulfilled on pods "${podName}": the UID in the bound object reference (${podUid}) does not match the UID in record. The object might have been deleted and then recreated`,
        { name: podName, kind: 'pods' },
      );
    }
    const seconds = Math.floor(Date.now() / 1000);
    const token = await new SignJWT({
      'kubernetes.io': {
        namespace,
        ...(pod && { pod: { name: podName, uid: pod.metadata.uid } }),
        serviceaccount: { name, uid: account.metadata.uid },
      },
    })
      .setProtectedHeader({ alg: 'RS256', kid: this.#key.kid })
      .setIssuer(this.issuer)
      .setSubject(`system:serviceaccount:${namespace}:${name}`)
      .setAudience(audiences.length ? audiences : [this.issuer])
      .setJti(randomUUID())
      .setIssuedAt(seconds)
      .setNotBefore(seconds)
      .setExpirationTime(seconds + expirationSeconds)
      .sign(this.#key.key);
    return { token, expires: new Date((seconds + expirationSeconds) * 1000) };
  }

  /**
   * Who a token meant for this cluster speaks for, as long as its account and pod are there.
   * @throws when it is not ours, too old, for another audience, or its account or pod is gone
   */
  async verify(token: string): Promise<string> {
    const { payload } = await jwtVerify(token, this.#key.publicJwk, {
      issuer: this.issuer,
      audience: this.issuer,
    });
    const bound = payload['kubernetes.io'] as {
      namespace: string;
      serviceaccount: { name: string; uid: string };
      pod?: { name: string; uid: string };
    };
    const { namespace, serviceaccount, pod } = bound;
    const account = this.#objects.get(accounts, namespace, serviceaccount.name);
    if (account?.metadata.uid !== serviceaccount.uid) throw new Error('Its account is gone.');
    if (pod && this.#objects.get(pods, namespace, pod.name)?.metadata.uid !== pod.uid) {
      throw new Error('Its pod is gone.');
    }
    return String(payload.sub);
  }

  /** `/.well-known/openid-configuration` */
  configuration() {
    return {
      issuer: this.issuer,
      jwks_uri: `${this.issuer}/openid/v1/jwks`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  /** `/openid/v1/jwks` */
  keys() {
    return { keys: [this.#key.publicJwk] };
  }
}
