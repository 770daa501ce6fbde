import { servedKind, type Kind } from '../kinds.ts';
import type { KubernetesObject } from '../object.ts';
import type { Objects } from '../objects.ts';
import { forbidden, notFound } from '../status.ts';
import type { PolicyRule } from '../validation/rbac.ts';
import { masters, type User } from './attributes.ts';
import { decide, roleOf, rulesOf } from './authorizer.ts';

const group = 'rbac.authorization.k8s.io';

/**
 * Nobody gives away what they do not have: a role's rules, or those of the role that a binding names, are the writer's own,
 * unless the writer may `escalate` that kind of role, or `bind` that role.
 * @throws StatusError 403 that lists what is not held, 404 for a binding of no role
 */
export function admitGrant(
  objects: Objects,
  user: User,
  kind: Kind,
  object: KubernetesObject,
): void {
  if (kind.group !== group || user.groups.includes(masters)) return;
  const { namespace, name } = object.metadata;
  const may = (verb: string, role: Kind, named: string) =>
    decide(objects, user, { verb, group, resource: role.plural, name: named, namespace }).allowed;
  if (kind.kind === 'Role' || kind.kind === 'ClusterRole') {
    if (!may('escalate', kind, name)) held(objects, user, kind, object, object.rules ?? []);
    return;
  }
  const role = servedKind(object.roleRef?.kind === 'Role' ? 'Role' : 'ClusterRole');
  if (may('bind', role, object.roleRef?.name)) return;
  const meant = roleOf(objects, object);
  // the API server names the kind that it was asked for
  if (!meant) throw notFound(kind, object.roleRef?.name);
  held(objects, user, kind, object, meant.rules ?? []);
}

function held(
  objects: Objects,
  user: User,
  kind: Kind,
  object: KubernetesObject,
  rules: PolicyRule[],
): void {
  const own = rulesOf(objects, user, object.metadata.namespace);
  const beyond = rules.flatMap(broken).filter(one => !own.some(rule => includes(rule, one)));
  if (beyond.length === 0) return;
  const groups = user.groups.map(one => JSON.stringify(one)).join(' ');
  const list = compact(beyond).map(written).sort().join('\n');
  throw forbidden(
    kind,
    object.metadata.name,
    `user ${JSON.stringify(user.name)} (groups=[${groups}]) is attempting to grant RBAC permissions not currently held:\n${list}`,
  );
}

const orNothing = (list: string[] | undefined): (string | undefined)[] =>
  list?.length ? list : [undefined];

/** A rule as rules of one verb on one resource each. */
function broken(rule: PolicyRule): PolicyRule[] {
  const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = rule;
  return verbs.flatMap(verb => [
    ...nonResourceURLs.map(path => ({ verbs: [verb], nonResourceURLs: [path] })),
    ...apiGroups.flatMap(apiGroup =>
      resources.flatMap(resource =>
        orNothing(rule.resourceNames).map(name => ({
          verbs: [verb],
          apiGroups: [apiGroup],
          resources: [resource],
          ...(name && { resourceNames: [name] }),
        })),
      ),
    ),
  ]);
}

/** Whether a rule holds all of a broken one; only a star holds a star. */
function includes(rule: PolicyRule, one: PolicyRule): boolean {
  const all = (given: string[] | undefined, wanted: string[] | undefined) =>
    (wanted ?? []).every(each => (given ?? []).some(other => other === '*' || other === each));
  if (one.nonResourceURLs) {
    const [path] = one.nonResourceURLs;
    return (
      all(rule.verbs, one.verbs) &&
      (rule.nonResourceURLs ?? []).some(
        other => other === path || (other.endsWith('*') && path.startsWith(other.slice(0, -1))),
      )
    );
  }
  const names = rule.resourceNames ?? [];
  return (
    all(rule.verbs, one.verbs) &&
    all(rule.apiGroups, one.apiGroups) &&
    all(rule.resources, one.resources) &&
    (names.length === 0 || (one.resourceNames ?? ['']).every(name => names.includes(name)))
  );
}

/** Broken rules put together again, one for each resource. */
function compact(rules: PolicyRule[]): PolicyRule[] {
  const found = new Map<string, PolicyRule>();
  for (const { verbs = [], ...rest } of rules) {
    const key = JSON.stringify(rest);
    const there = found.get(key);
    if (there) there.verbs = [...new Set([...(there.verbs ?? []), ...verbs])];
    else found.set(key, { ...rest, verbs: [...verbs] });
  }
  return [...found.values()];
}

function written(rule: PolicyRule): string {
  const list = (values: string[]) => `[${values.map(one => JSON.stringify(one)).join(' ')}]`;
  const fields = [
    ['APIGroups', rule.apiGroups],
    ['Resources', rule.resources],
    ['ResourceNames', rule.resourceNames],
    ['NonResourceURLs', rule.nonResourceURLs],
    ['Verbs', rule.verbs],
  ] as const;
  const parts = fields.flatMap(([name, values]) =>
    values?.length ? [`${name}:${list([...values])}`] : [],
  );
  return `{${parts.join(', ')}}`;
}
