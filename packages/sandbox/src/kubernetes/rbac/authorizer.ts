import { servedKind } from '../kinds.ts';
import type { KubernetesObject } from '../object.ts';
import type { Objects } from '../objects.ts';
import type { PolicyRule } from '../validation/rbac.ts';
import { masters, type Attributes, type ResourceAttributes, type User } from './attributes.ts';

interface RoleRef {
  kind: 'Role' | 'ClusterRole';
  name: string;
}
interface Subject {
  kind: 'User' | 'Group' | 'ServiceAccount';
  name: string;
  namespace?: string;
}
/** What one binding gives to a user. */
interface Grant {
  rules: PolicyRule[];
  /** In the API server's words. */
  by: string;
}

/** A decision, and what it rests on. */
export interface Decision {
  allowed: boolean;
  /** Who allowed it; or, where a binding's role is missing, which. */
  reason: string;
}

const has = (list: string[] | undefined, value: string) =>
  (list ?? []).some(one => one === '*' || one === value);

/** Role-based access control: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export function decide(objects: Objects, user: User, asked: Attributes): Decision {
  if (user.groups.includes(masters)) return { allowed: true, reason: '' };
  const namespace = 'path' in asked ? undefined : asked.namespace;
  const { grants, missing } = grantsOf(objects, user, namespace);
  const grant = grants.find(({ rules }) => rules.some(rule => covers(rule, asked)));
  if (grant) return { allowed: true, reason: `RBAC: allowed by ${grant.by}` };
  if (!missing.length) return { allowed: false, reason: '' };
  const list = missing.length > 1 ? `[${missing.join(', ')}]` : missing[0];
  return { allowed: false, reason: `rbac: RBAC: ${list}` };
}

/** All rules that hold for a user in a namespace, or in the cluster. */
export const rulesOf = (objects: Objects, user: User, namespace?: string): PolicyRule[] =>
  grantsOf(objects, user, namespace).grants.flatMap(({ rules }) => rules);

function grantsOf(objects: Objects, user: User, namespace: string | undefined) {
  const bindings = [
    ...objects.list(servedKind('ClusterRoleBinding')),
    ...(namespace ? objects.list(servedKind('RoleBinding'), namespace) : []),
  ];
  const missing: string[] = [];
  const grants = bindings.flatMap((binding): Grant[] => {
    const subject = (binding.subjects as Subject[] | undefined)?.find(one =>
      isMeant(one, user, binding.metadata.namespace),
    );
    if (!subject) return [];
    const role = roleOf(objects, binding);
    const { kind, name } = binding.roleRef as RoleRef;
    if (!role) {
      missing.push(
        `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`,
      );
      return [];
    }
    const of = `${kind} ${JSON.stringify(name)} to ${described(subject, binding.metadata.namespace)}`;
    const where = binding.metadata.namespace
      ? `${binding.metadata.name}/${binding.metadata.namespace}`
      : binding.metadata.name;
    return [{ rules: role.rules ?? [], by: `${binding.kind} ${JSON.stringify(where)} of ${of}` }];
  });
  return { grants, missing };
}

/** The role that a binding names; undefined when there is none. */
export function roleOf(objects: Objects, binding: KubernetesObject): KubernetesObject | undefined {
  const { kind, name } = binding.roleRef as RoleRef;
  const namespace = kind === 'Role' ? binding.metadata.namespace : undefined;
  return objects.get(servedKind(kind), namespace, name);
}

function isMeant(subject: Subject, user: User, namespace = ''): boolean {
  if (subject.kind === 'User') return subject.name === user.name;
  if (subject.kind === 'Group') return user.groups.includes(subject.name);
  return user.name === `system:serviceaccount:${subject.namespace ?? namespace}:${subject.name}`;
}

const described = ({ kind, name, namespace }: Subject, own = '') =>
  kind === 'ServiceAccount'
    ? `ServiceAccount ${JSON.stringify(`${name}/${namespace ?? own}`)}`
    : `${kind} ${JSON.stringify(name)}`;

/** Whether a rule lets one do what is asked. */
function covers(rule: PolicyRule, asked: Attributes): boolean {
  if (!has(rule.verbs, asked.verb)) return false;
  if ('path' in asked) {
    return (rule.nonResourceURLs ?? []).some(
      one => one === asked.path || (one.endsWith('*') && asked.path.startsWith(one.slice(0, -1))),
    );
  }
  const names = rule.resourceNames ?? [];
  return (
    has(rule.apiGroups, asked.group) &&
    matchesResource(rule.resources, asked) &&
    (names.length === 0 || names.includes(asked.name ?? ''))
  );
}

function matchesResource(resources: string[] | undefined, asked: ResourceAttributes): boolean {
  const { resource, subresource } = asked;
  if (!subresource) return has(resources, resource);
  return (resources ?? []).some(one =>
    ['*', `${resource}/${subresource}`, `*/${subresource}`].includes(one),
  );
}
