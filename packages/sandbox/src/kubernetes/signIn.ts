import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TokenVerifier } from '../entra/verifier.ts';
import type { ApiPath } from './kinds.ts';
import { authenticated, masters, type User } from './rbac/attributes.ts';
import type { ServiceAccountTokens } from './serviceAccountTokens.ts';
import { StatusError } from './status.ts';

/** The application that every AKS cluster's tokens are for: "Azure Kubernetes Service AAD Server". */
export const aksAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';

export interface SignInMeans {
  adminToken: string;
  verifier: TokenVerifier;
  tokens: ServiceAccountTokens;
}

/** The ServiceAccount that reads for the portal's Kubernetes tab: bound to the ClusterRole `view`, as on a real cluster. */
export const viewer = { namespace: 'kube-system', name: 'portal-viewer' };

/** Who asks, by the bearer token. @throws StatusError 401 */
export async function signedIn(request: IncomingMessage, means: SignInMeans): Promise<User> {
  const known = await userOf(request, means);
  if (known) return known;
  const name = await means.tokens.verify(bearerOf(request)).catch(() => undefined);
  if (!name) throw unauthorized();
  return { name, groups: groupsOfAccount(name) };
}

/**
 * The administrator, or whom a token of Entra for AKS is for; undefined for a token that somebody else issued.
 * @throws StatusError 401 without a token
 */
export async function userOf(
  request: IncomingMessage,
  { adminToken, verifier }: Pick<SignInMeans, 'adminToken' | 'verifier'>,
): Promise<User | undefined> {
  const token = bearerOf(request);
  const [given, kept] = [Buffer.from(token), Buffer.from(adminToken)];
  if (given.length === kept.length && timingSafeEqual(given, kept)) {
    return { name: 'admin', groups: [masters, authenticated] };
  }
  try {
    const { oid, groups } = await verifier.verify(token, aksAudience);
    return { name: oid, groups: [...groups, authenticated] };
  } catch {
    return undefined;
  }
}

function bearerOf(request: IncomingMessage): string {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw unauthorized();
  return token;
}

const unauthorized = () => new StatusError(401, 'Unauthorized', 'Unauthorized');

/** `system:serviceaccount:<namespace>:<name>` is one of its namespace's, and of all. */
function groupsOfAccount(name: string): string[] {
  const all = 'system:serviceaccounts';
  return [all, `${all}:${name.split(':')[2]}`, authenticated];
}

/** The API's word for what a request does. */
export function verbOf(method: string, path: ApiPath, watch: boolean): string {
  if (method === 'GET' || method === 'HEAD') return watch ? 'watch' : path.name ? 'get' : 'list';
  if (method === 'DELETE') return path.name ? 'delete' : 'deletecollection';
  const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch' };
  return verbs[method] ?? method.toLowerCase();
}
