import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import { cloudMetadata, instanceDiscovery, openIdConfiguration } from './discovery.ts';
import type { SigningKey } from './keys.ts';
import type { peopleSignIn } from './signIn.ts';
import { EntraError, issueToken, type Directory } from './tokens.ts';

/** Whether a path is Entra's, Microsoft Graph's or the metadata endpoint's, which share an address with Resource Manager. */
export const isOfEntra = (path: string): boolean =>
  /^\/(metadata\/endpoints|v1\.0\/|[^/]+\/(oauth2|discovery|(v2\.0\/)?\.well-known)\/)/.test(path);

/** Answers Entra's and the metadata endpoint's paths; undefined for any other. */
export async function entraAnswer(
  request: { method: string; path: string; query: URLSearchParams; body: string },
  {
    directory,
    key,
    authority,
    signIn,
  }: {
    directory: Directory;
    key: SigningKey;
    authority: string;
    signIn: ReturnType<typeof peopleSignIn>;
  },
): Promise<Answer | undefined> {
  const { method, path } = request;
  if (method === 'GET' && path === '/metadata/endpoints') {
    return { status: 200, body: cloudMetadata(authority) };
  }
  const [, tenant, rest] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (!tenant) return undefined;
  if (method === 'GET' && rest === 'discovery/instance') {
    return { status: 200, body: instanceDiscovery(authority, directory.tenantId) };
  }
  if (method === 'GET' && /^(v2\.0\/)?\.well-known\/openid-configuration$/.test(rest)) {
    return { status: 200, body: openIdConfiguration(authority, tenant) };
  }
  if (method === 'GET' && /^discovery\/(v2\.0\/)?keys$/.test(rest)) {
    return { status: 200, body: { keys: [key.publicJwk] } };
  }
  const authorizes = method === 'GET' && rest === 'oauth2/v2.0/authorize';
  if (!authorizes && !(method === 'POST' && /^oauth2\/(v2\.0\/)?token$/.test(rest)))
    return undefined;
  try {
    if (tenant !== directory.tenantId) {
      throw new EntraError(
        400,
        'invalid_request',
        90002,
        `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID.`,
      );
    }
    if (authorizes) return { status: 302, headers: { location: signIn.authorize(request.query) } };
    const form = new URLSearchParams(request.body);
    const ofPerson = /^(authorization_code|refresh_token)$/.test(form.get('grant_type') ?? '');
    return {
      status: 200,
      body: ofPerson
        ? await signIn.redeem(form, directory)
        : await issueToken(form, directory, key, authority),
    };
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    return {
      status: error.status,
      body: {
        error: error.error,
        error_description: `${error.message} Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: ${new Date().toISOString()}`,
        error_codes: [error.code],
        timestamp: new Date().toISOString(),
      },
    };
  }
}
