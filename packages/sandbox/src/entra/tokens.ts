import { SignJWT, createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from './keys.ts';

/** A refusal as Entra words it. */
export class EntraError extends Error {
  readonly status: number;
  readonly error: string;
  readonly code: number;

  constructor(status: number, error: string, code: number, message: string) {
    super(`AADSTS${code}: ${message}`);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

/** A managed identity, which signs in by tokens of the issuers that it trusts. */
export interface FederatedIdentity {
  principalId: string;
  credentials: { issuer: string; subject: string; audiences: string[] }[];
}

/** What Entra knows: applications with a secret, and managed identities with their federated credentials. */
export interface Directory {
  tenantId: string;
  /** Addresses that tokens are given for. */
  audiences: string[];
  application(clientId: string): { objectId: string; secret: string } | undefined;
  identity(clientId: string): FederatedIdentity | undefined;
  /** The keys that an issuer publishes. */
  issuerKeys(issuer: string): Promise<JSONWebKeySet>;
}

export const lifetimeSeconds = 3600;
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * The token endpoint for `grant_type=client_credentials`: by a secret, or by a federated token (workload identity).
 * @throws EntraError
 */
export async function issueToken(
  form: URLSearchParams,
  directory: Directory,
  key: SigningKey,
  authority: string,
) {
  if (form.get('grant_type') !== 'client_credentials') {
    throw new EntraError(
      400,
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${form.get('grant_type')}'.`,
    );
  }
  const clientId = form.get('client_id') ?? '';
  const audience = audienceOf(form, directory);
  const oid = form.has('client_assertion')
    ? await byAssertion(clientId, form, directory)
    : bySecret(clientId, form.get('client_secret') ?? '', directory);
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({
    appid: clientId,
    idtyp: 'app',
    oid,
    sub: oid,
    tid: directory.tenantId,
    ver: '1.0',
    uti: randomUUID(),
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
    .setIssuer(`${authority}/${directory.tenantId}/`)
    .setAudience(audience)
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + lifetimeSeconds)
    .sign(key.key);
  return {
    token_type: 'Bearer',
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: token,
  };
}

function audienceOf(form: URLSearchParams, directory: Directory): string {
  const asked =
    form
      .get('scope')
      ?.split(' ')
      .find(scope => scope.endsWith('/.default'))
      ?.replace(/\/\.default$/, '') ??
    form.get('resource') ??
    '';
  const known = directory.audiences.some(
    audience => audience.replace(/\/$/, '') === asked.replace(/\/$/, ''),
  );
  if (!known) {
    throw new EntraError(
      400,
      'invalid_resource',
      500011,
      `The resource principal named ${asked} was not found in the tenant.`,
    );
  }
  return asked;
}

/** The object id of an application that shows its secret. @throws EntraError */
export function bySecret(clientId: string, secret: string, directory: Directory): string {
  const application = directory.application(clientId);
  if (!application) {
    throw new EntraError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${directory.tenantId}'.`,
    );
  }
  const [given, kept] = [Buffer.from(secret), Buffer.from(application.secret)];
  if (given.length !== kept.length || !timingSafeEqual(given, kept)) {
    throw new EntraError(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    );
  }
  return application.objectId;
}

async function byAssertion(
  clientId: string,
  form: URLSearchParams,
  directory: Directory,
): Promise<string> {
  const assertion = form.get('client_assertion') ?? '';
  if (form.get('client_assertion_type') !== assertionType) {
    throw new EntraError(
      400,
      'invalid_request',
      900144,
      `The request body must contain client_assertion_type=${assertionType}.`,
    );
  }
  const identity = directory.identity(clientId);
  if (!identity) {
    throw new EntraError(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${directory.tenantId}'.`,
    );
  }
  let claims;
  try {
    claims = decodeJwt(assertion);
  } catch {
    throw new EntraError(401, 'invalid_client', 50027, 'JWT token is invalid or malformed.');
  }
  const audience = [claims.aud ?? []].flat();
  const match = identity.credentials.find(
    credential =>
      credential.issuer === claims.iss &&
      credential.subject === claims.sub &&
      credential.audiences.some(one => audience.includes(one)),
  );
  if (!match) {
    throw new EntraError(
      401,
      'invalid_client',
      700213,
      `No matching federated identity record found for presented assertion subject '${claims.sub}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion.`,
    );
  }
  try {
    await jwtVerify(assertion, createLocalJWKSet(await directory.issuerKeys(match.issuer)), {
      issuer: match.issuer,
      audience: match.audiences,
    });
  } catch (cause) {
    throw new EntraError(
      401,
      'invalid_client',
      700027,
      `Client assertion failed signature validation: ${(cause as Error).message}.`,
    );
  }
  return identity.principalId;
}
