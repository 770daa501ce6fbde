import type { KubernetesObject } from '../object.ts';
import type { PolicyRule } from '../validation/rbac.ts';
import { authenticated, masters } from './attributes.ts';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const read = ['get', 'list', 'watch'];
const write = ['create', 'delete', 'deletecollection', 'patch', 'update'];
const every = [...write, ...read];

const rule = (apiGroup: string, resources: string[], verbs: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
});
const withParts = (parts: string[], ...resources: string[]) =>
  resources.flatMap(one => [one, ...parts.map(part => `${one}/${part}`)]);

/** What works in a namespace: written by `edit`, read by `view`. */
const workloads: [group: string, written: string[], readOnly: string[]][] = [
  [
    'apps',
    ['daemonsets', ...withParts(['scale'], 'deployments', 'replicasets', 'statefulsets')],
    [
      'controllerrevisions',
      ...['daemonsets', 'deployments', 'replicasets', 'statefulsets'].map(one => `${one}/status`),
    ],
  ],
  ['autoscaling', ['horizontalpodautoscalers'], ['horizontalpodautoscalers/status']],
  ['batch', ['cronjobs', 'jobs'], ['cronjobs/status', 'jobs/status']],
  ['networking.k8s.io', ['ingresses', 'networkpolicies'], ['ingresses/status']],
  ['policy', ['poddisruptionbudgets'], ['poddisruptionbudgets/status']],
];
const coreWritten = [
  'configmaps',
  'events',
  'persistentvolumeclaims',
  'serviceaccounts',
  'services',
];
const coreRead = [
  'bindings',
  'endpoints',
  'limitranges',
  'namespaces',
  'namespaces/status',
  'persistentvolumeclaims/status',
  'pods',
  'pods/log',
  'pods/status',
  'resourcequotas',
  'resourcequotas/status',
  'services/status',
];

const aggregated: Record<'view' | 'edit' | 'admin', PolicyRule[]> = {
  view: [
    rule('', [...coreWritten, ...coreRead], read),
    rule('discovery.k8s.io', ['endpointslices'], read),
    ...workloads.map(([group, written, readOnly]) => rule(group, [...written, ...readOnly], read)),
  ],
  edit: [
    rule('', ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'secrets'], read),
    rule('', ['services/proxy'], read),
    rule('', ['serviceaccounts'], ['impersonate']),
    rule('', ['pods', 'pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy'], write),
    rule('', ['pods/eviction', 'serviceaccounts/token'], ['create']),
    rule('', [...coreWritten, 'secrets', 'services/proxy'], write),
    ...workloads.map(([group, written]) => rule(group, written, write)),
  ],
  admin: [
    rule('authorization.k8s.io', ['localsubjectaccessreviews'], ['create']),
    rule('rbac.authorization.k8s.io', ['rolebindings', 'roles'], every),
  ],
};

const clusterRole = (
  name: string,
  rules: PolicyRule[] | undefined,
  labels: Record<string, string> = {},
  more: object = {},
): KubernetesObject => ({
  apiVersion,
  kind: 'ClusterRole',
  metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels } },
  ...(rules && { rules }),
  ...more,
});
const aggregatesTo = (...roles: string[]) =>
  Object.fromEntries(roles.map(role => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']));
const aggregate = (name: string, labels: Record<string, string> = {}) =>
  clusterRole(name, undefined, labels, {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregatesTo(name) }] },
  });
/** A ClusterRole for everybody of a group. */
const binding = (name: string, group: string): KubernetesObject => ({
  apiVersion,
  kind: 'ClusterRoleBinding',
  metadata: { name, labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' } },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: group }],
});

const discovery = ['/api', '/api/*', '/apis', '/apis/*', '/healthz', '/livez', '/openapi'].concat([
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
]);

/**
 * The roles that every cluster has, as far as they say something of the kinds served here:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export const builtInRoles: KubernetesObject[] = [
  clusterRole('cluster-admin', [
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { nonResourceURLs: ['*'], verbs: ['*'] },
  ]),
  aggregate('admin'),
  aggregate('edit', aggregatesTo('admin')),
  aggregate('view', aggregatesTo('edit')),
  clusterRole('system:aggregate-to-admin', aggregated.admin, aggregatesTo('admin')),
  clusterRole('system:aggregate-to-edit', aggregated.edit, aggregatesTo('edit')),
  clusterRole('system:aggregate-to-view', aggregated.view, aggregatesTo('view')),
  // the metrics server's
  clusterRole(
    'system:aggregated-metrics-reader',
    [rule('metrics.k8s.io', ['pods', 'nodes'], read)],
    aggregatesTo('view', 'edit', 'admin'),
  ),
  clusterRole('system:basic-user', [
    rule(
      'authorization.k8s.io',
      ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      ['create'],
    ),
    rule('authentication.k8s.io', ['selfsubjectreviews'], ['create']),
  ]),
  clusterRole('system:discovery', [{ nonResourceURLs: discovery, verbs: ['get'] }]),
  binding('cluster-admin', masters),
  binding('system:basic-user', authenticated),
  binding('system:discovery', authenticated),
];
