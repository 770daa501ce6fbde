import { SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import type { Store } from '../state/store.ts';
import { organization, persons, type Person } from './company.ts';
import type { SigningKey } from './keys.ts';
import { signIn } from './principals.ts';
import { bySecret, EntraError, lifetimeSeconds, type Directory } from './tokens.ts';

/** What a code or a refresh token stands for. */
interface Grant {
  person: string;
  redirectUri: string;
  scope: string;
  /** Milliseconds since 1970. */
  expires: number;
}

const minute = 60_000;
const graph = '00000003-0000-0000-c000-000000000000';

/**
 * The authorization code flow by which people sign in to the portal
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow). Nobody is asked for a password here: whoever
 * `login_hint` names has signed in already.
 */
export function peopleSignIn(store: Store, key: SigningKey, authority: string) {
  const grants = store.collection<Grant>('entra-grants');
  const grant = (one: Omit<Grant, 'expires'>, minutes: number) => {
    const code = randomBytes(32).toString('base64url');
    grants.put(code, { ...one, expires: Date.now() + minutes * minute });
    return code;
  };

  /** Takes a grant; a code once, a refresh token again and again. */
  const granted = (code: string, once: boolean): Grant => {
    const found = grants.get(code);
    if (!found || found.expires < Date.now())
      throw new EntraError(
        400,
        'invalid_grant',
        once ? 54005 : 70043,
        'The provided value is not valid any more, or has been redeemed already.',
      );
    if (once) grants.delete(code);
    return found;
  };

  return {
    /**
     * `GET …/oauth2/v2.0/authorize`
     * @returns where the browser goes: back to the application, with a code
     * @throws EntraError where it may not be sent there
     */
    authorize(query: URLSearchParams): string {
      const clientId = query.get('client_id');
      if (clientId !== signIn.clientId)
        throw new EntraError(
          400,
          'unauthorized_client',
          700016,
          `Application with identifier '${clientId}' was not found in the directory '${organization}'.`,
        );
      const redirectUri = query.get('redirect_uri') ?? '';
      if (!signIn.redirectUris.includes(redirectUri))
        throw new EntraError(
          400,
          'invalid_request',
          50011,
          `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'.`,
        );
      const hint = query.get('login_hint');
      const person = persons.find(({ mail }) => mail === hint);
      const to = new URL(redirectUri);
      to.searchParams.set('state', query.get('state') ?? '');
      if (!person?.accountEnabled) {
        to.searchParams.set('error', 'access_denied');
        to.searchParams.set(
          'error_description',
          person
            ? 'AADSTS50057: The user account is disabled.'
            : `AADSTS50034: The user account ${hint} does not exist in the ${organization} directory.`,
        );
      } else {
        const scope = query.get('scope') ?? '';
        to.searchParams.set('code', grant({ person: person.id, redirectUri, scope }, 10));
      }
      return to.href;
    },

    /**
     * `POST …/oauth2/v2.0/token` for a code, or a refresh token.
     * @throws EntraError
     */
    async redeem(form: URLSearchParams, directory: Directory) {
      bySecret(form.get('client_id') ?? '', form.get('client_secret') ?? '', directory);
      const byCode = form.get('grant_type') === 'authorization_code';
      const found = granted(form.get(byCode ? 'code' : 'refresh_token') ?? '', byCode);
      if (byCode && form.get('redirect_uri') !== found.redirectUri)
        throw new EntraError(
          400,
          'invalid_grant',
          500112,
          `The reply address '${form.get('redirect_uri')}' does not match the reply address '${found.redirectUri}' provided when requesting Authorization code.`,
        );
      const person = persons.find(({ id }) => id === found.person) as Person;
      const scope = form.get('scope') ?? found.scope;
      const { tenantId } = directory;
      const sign = (audience: string, claims: object) => {
        const now = Math.floor(Date.now() / 1000);
        return new SignJWT({ oid: person.id, sub: person.id, tid: tenantId, ...claims })
          .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
          .setIssuer(`${authority}/${tenantId}/v2.0`)
          .setAudience(audience)
          .setIssuedAt(now)
          .setNotBefore(now)
          .setExpirationTime(now + lifetimeSeconds)
          .sign(key.key);
      };
      const { displayName: name, mail: email, userPrincipalName } = person;
      return {
        token_type: 'Bearer',
        scope,
        expires_in: lifetimeSeconds,
        ext_expires_in: lifetimeSeconds,
        access_token: await sign(graph, { appid: signIn.clientId, scp: scope, idtyp: 'user' }),
        ...(/\boffline_access\b/.test(scope) && {
          refresh_token: grant({ ...found, scope }, 24 * 60),
        }),
        ...(/\bopenid\b/.test(scope) && {
          id_token: await sign(signIn.clientId, {
            name,
            email,
            preferred_username: userPrincipalName,
          }),
        }),
      };
    },
  };
}
