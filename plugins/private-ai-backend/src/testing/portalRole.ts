import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../kubernetes/client';
import type { send } from '../kubernetes/request';

const file = resolve(__dirname, '../../../../infra/cluster/portal.yaml');

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

/** The portal's ClusterRole as the platform team applies it, and its binding to the user of that name. */
export function portalRole(user: string): [role: KubernetesObject, binding: KubernetesObject] {
  const [role, binding] = parseAllDocuments(readFileSync(file, 'utf8')).map(one => one.toJS());
  return [role, { ...binding, subjects: [{ ...binding.subjects[0], name: user }] }];
}

/** One verb on one resource, e.g. `patch apps/deployments`. */
export function grants({ rules }: KubernetesObject): string[] {
  return (rules as Rule[]).flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap(group =>
      resources.flatMap(one => verbs.map(verb => `${verb} ${group}/${one}`)),
    ),
  );
}

/** The same role without one grant. */
export function without(role: KubernetesObject, grant: string): KubernetesObject {
  const [verb, path] = grant.split(/ (.*)/);
  const [group, resource] = path.split(/\/(.*)/);
  return {
    ...role,
    rules: (role.rules as Rule[]).flatMap(rule => {
      if (!rule.apiGroups.includes(group) || !rule.resources.includes(resource)) return [rule];
      const others = rule.resources.filter(one => one !== resource);
      const verbs = rule.verbs.filter(one => one !== verb);
      return [
        ...(others.length ? [{ ...rule, resources: others }] : []),
        ...(verbs.length ? [{ ...rule, resources: [resource], verbs }] : []),
      ];
    }),
  };
}

export type Call = Parameters<typeof send>[1];

/**
 * What the API server asks RBAC for a call. An apply that made something needed `create` beside `patch`, and a binding the
 * right to hand on its role.
 */
export function grantsOf({ method, path, body }: Call, status: number): string[] {
  const { pathname } = new URL(path, 'https://cluster');
  const [, group = '', rest] = /^\/(?:api|apis\/([^/]+))\/v[^/]+\/(.*)$/.exec(pathname)!;
  const parts = rest.split('/');
  const [plural, name, sub] =
    parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const resource = `${group}/${plural}${sub ? `/${sub}` : ''}`;
  const verb = { GET: name ? 'get' : 'list', PATCH: 'patch', DELETE: 'delete', POST: 'create' }[
    method
  ];
  const made = method === 'PATCH' && status === 201;
  return [
    `${verb} ${resource}`,
    ...(made ? [`create ${resource}`] : []),
    ...(made && body?.includes('roleRef') ? ['bind rbac.authorization.k8s.io/clusterroles'] : []),
  ];
}
