import type { ApiPath } from '../kinds.ts';

/** Who asks, as the API server knows one. */
export interface User {
  name: string;
  groups: string[];
}

/** What is asked of a resource: https://kubernetes.io/docs/reference/access-authn-authz/authorization/#review-your-request-attributes */
export interface ResourceAttributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  name?: string;
  namespace?: string;
}

/** What is asked of a path that is no resource. */
interface PathAttributes {
  verb: string;
  path: string;
}

export type Attributes = ResourceAttributes | PathAttributes;

/** The groups that may do everything, and that everybody is in who signed in. */
export const masters = 'system:masters';
export const authenticated = 'system:authenticated';

/** A request to a path of the API; of a namespace itself, that namespace's own bindings count. */
export const attributesOf = (verb: string, path: ApiPath): ResourceAttributes => ({
  verb,
  group: path.kind.group,
  resource: path.kind.plural,
  subresource: path.subresource,
  name: path.name,
  namespace: path.namespace ?? (path.kind.kind === 'Namespace' ? path.name : undefined),
});
