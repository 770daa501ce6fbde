import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../kubernetes/client';
import type { send } from '../kubernetes/request';

const folder = resolve(__dirname, '../../../../infra/cluster');
/** Whom the files are written for, which is nobody: the installation names its portal. */
const nobody = '00000000-0000-0000-0000-000000000000';

interface Rule {
  apiGroups: string[];
  resources: string[];
  resourceNames?: string[];
  verbs: string[];
}

const objectsOf = (file: string, user: string): KubernetesObject[] =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8').replaceAll(nobody, user)).map(one =>
    one.toJS(),
  );

/** What the portal may do, as the platform team applies it for the user of that name: roles, and the binding of the first. */
export const portalRights = (user: string): KubernetesObject[] => objectsOf('portal.yaml', user);

/** Where it may do that: a policy, and its binding. */
export const portalAdmission = (user: string): KubernetesObject[] =>
  objectsOf('portal-admission.yaml', user);

/** Its ClusterRoles: the one that holds everywhere, and the one that it binds where it has made a namespace. */
export const portalRoles = (): KubernetesObject[] =>
  portalRights(nobody).filter(({ kind }) => kind === 'ClusterRole');

/** One verb on one resource, e.g. `patch apps/deployments`. */
export function grants(...roles: KubernetesObject[]): string[] {
  return (roles.flatMap(({ rules }) => rules) as Rule[]).flatMap(
    ({ apiGroups, resources, verbs }) =>
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
 * right to hand on its role. Who it is, everybody may ask.
 */
export function grantsOf({ method, path, body }: Call, status: number): string[] {
  const { pathname } = new URL(path, 'https://cluster');
  if (pathname.endsWith('/selfsubjectreviews')) return [];
  const [, group = '', rest] = /^\/(?:api|apis\/([^/]+))\/v[^/]+\/(.*)$/.exec(pathname)!;
  const parts = rest.split('/');
  const [plural, name, sub] =
    parts[0] === 'namespaces' && parts.length > 2 ? parts.slice(2) : parts;
  const resource = `${group}/${plural}${sub ? `/${sub}` : ''}`;
  const verb = { GET: name ? 'get' : 'list', PATCH: 'patch', DELETE: 'delete', POST: 'create' }[
    method
  ];
  const made = method === 'PATCH' && status === 201;
  // What it holds in a namespace already, it hands on there without: that is its own role for Secrets.
  const handsOn =
    made && body?.includes('roleRef') && !body.includes('private-ai-portal-connector');
  return [
    `${verb} ${resource}`,
    ...(made ? [`create ${resource}`] : []),
    ...(handsOn ? ['bind rbac.authorization.k8s.io/clusterroles'] : []),
  ];
}
