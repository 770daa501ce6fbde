import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TokenVerifier } from '../entra/verifier.ts';
import type { ApiPath } from './kinds.ts';
import type { ServiceAccountTokens } from './serviceAccountTokens.ts';
import { StatusError } from './status.ts';

/** The application that every AKS cluster's tokens are for: "Azure Kubernetes Service AAD Server". */
export const aksAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';

export interface User {
  name: string;
  /** A workload of the cluster, which may do nothing but look around. */
  serviceAccount: boolean;
}

export interface SignInMeans {
  adminToken: string;
  verifier: TokenVerifier;
  tokens: ServiceAccountTokens;
}

/** The ServiceAccount that reads for the portal's Kubernetes tab: bound to the ClusterRole `view`, as on a real cluster. */
export const viewer = { namespace: 'kube-system', name: 'portal-viewer' };
const viewerName = `system:serviceaccount:${viewer.namespace}:${viewer.name}`;
const views = (verb: string, { kind, subresource }: ApiPath) =>
  ['get', 'list', 'watch'].includes(verb) && kind.plural !== 'secrets' && subresource !== 'proxy';

/** Who asks, by the bearer token. @throws StatusError 401 */
export async function signedIn(request: IncomingMessage, means: SignInMeans): Promise<User> {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) throw unauthorized();
  const [given, kept] = [Buffer.from(token), Buffer.from(means.adminToken)];
  if (given.length === kept.length && timingSafeEqual(given, kept)) {
    return { name: 'admin', serviceAccount: false };
  }
  const name = await means.tokens.verify(token).catch(() => undefined);
  if (name) return { name, serviceAccount: true };
  try {
    return { name: (await means.verifier.verify(token, aksAudience)).oid, serviceAccount: false };
  } catch {
    throw unauthorized();
  }
}

const unauthorized = () => new StatusError(401, 'Unauthorized', 'Unauthorized');

/** @throws StatusError 403 for what a workload asks about objects */
export function authorize(user: User, verb: string, path: ApiPath): void {
  if (!user.serviceAccount || (user.name === viewerName && views(verb, path))) return;
  const { kind, namespace, name, subresource } = path;
  const resource = subresource ? `${kind.plural}/${subresource}` : kind.plural;
  const where = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope';
  const what = `${kind.plural}${kind.group ? `.${kind.group}` : ''}${name ? ` "${name}"` : ''}`;
  throw new StatusError(
    403,
    'Forbidden',
    `${what} is forbidden: User "${user.name}" cannot ${verb} resource "${resource}" in API group "${kind.group}" ${where}`,
    { ...(name && { name }), ...(kind.group && { group: kind.group }), kind: kind.plural },
  );
}

/** The API's word for what a request does. */
export function verbOf(method: string, path: ApiPath, watch: boolean): string {
  if (method === 'GET' || method === 'HEAD') return watch ? 'watch' : path.name ? 'get' : 'list';
  if (method === 'DELETE') return path.name ? 'delete' : 'deletecollection';
  const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'patch' };
  return verbs[method] ?? method.toLowerCase();
}
