import { apply, configMap, get, namespace, post, type WitnessRequest } from './request.ts';

const group = 'rbac.authorization.k8s.io';
const rbac = `/apis/${group}/v1`;
const home = '/api/v1/namespaces/access';
const clusterRole = (name: string, rules: object[]) => ({
  apiVersion: `${group}/v1`,
  kind: 'ClusterRole',
  metadata: { name },
  rules,
});
const binding = (name: string, role: string, kind = 'RoleBinding', user = 'portal') => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: { name },
  roleRef: { apiGroup: group, kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: group, kind: 'User', name: user }],
});
const rule = (
  apiGroup: string,
  resources: string[],
  verbs: string[],
  resourceNames?: string[],
) => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
  ...(resourceNames && { resourceNames }),
});
const review = (resourceAttributes: object) =>
  post(
    `may one ${Object.values(resourceAttributes).join(' ')}`,
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    },
  );
const as = (request: WitnessRequest): WitnessRequest => ({ ...request, as: 'portal' });
const remove = (what: string, path: string) => ({ what, method: 'DELETE', path });

const bindings = `${rbac}/namespaces/access/rolebindings`;
const mine = [
  rule('', ['configmaps'], ['get', 'list', 'patch']),
  rule('', ['namespaces'], ['get']),
  rule('', ['pods/log'], ['get']),
  rule(group, ['rolebindings'], ['create', 'get', 'patch']),
  rule(group, ['roles', 'clusterroles'], ['create']),
  rule(group, ['clusterroles'], ['bind'], ['handed-on']),
];

/** What a user may do who has some rights, each refusal word for word. */
export const access: WitnessRequest[] = [
  post('the namespace', '/api/v1/namespaces', namespace('access')),
  post('a ConfigMap', `${home}/configmaps`, configMap()),
  as(get('a list without rights', `${home}/pods`)),
  as(get('everywhere without rights', '/api/v1/pods')),
  as(get('a thing without rights', '/apis/apps/v1/namespaces/access/deployments/d')),
  as(get('a namespace without rights', '/api/v1/namespaces/access')),
  as(get('a watch without rights', `${home}/pods?watch=1`)),
  as(post('a creation without rights', `${home}/configmaps`, configMap())),
  as(get('a log without rights', `${home}/pods/p/log`)),
  as(get('a proxy without rights', `${home}/services/s:80/proxy/healthz`)),
  as(get('a path without rights', '/metrics')),
  as(get('the version', '/apis/apps')),
  as(remove('a removal without rights', `${home}/configmaps/a`)),
  as(remove('removal of all without rights', `${home}/configmaps`)),
  as(
    get(
      'a custom resource without rights',
      '/apis/opentelemetry.io/v1alpha1/namespaces/access/instrumentations/i',
    ),
  ),
  as(review({ verb: 'list', resource: 'pods', namespace: 'access' })),
  post('a role', `${rbac}/clusterroles`, clusterRole('some', mine)),
  post(
    'a role with more',
    `${rbac}/clusterroles`,
    clusterRole('more', [rule('', ['secrets', 'pods'], ['get', 'list'])]),
  ),
  post(
    'a role to hand on',
    `${rbac}/clusterroles`,
    clusterRole('handed-on', [rule('', ['secrets'], ['*'])]),
  ),
  post(
    'a role of what is held',
    `${rbac}/clusterroles`,
    clusterRole('held', [rule('', ['configmaps'], ['get'])]),
  ),
  post('a binding', `${rbac}/clusterrolebindings`, binding('some', 'some', 'ClusterRoleBinding')),
  { ...as(get('what is allowed now', `${home}/configmaps/a`)), until: 200 },
  as(get('a namespace', '/api/v1/namespaces/access')),
  as(get('another verb', `${home}/configmaps?watch=1`)),
  as(get('another resource', `${home}/secrets`)),
  as(get('a subresource alone', `${home}/pods/p`)),
  as(get('a log of nothing', `${home}/pods/p/log`)),
  as(apply('an apply of what is there', `${home}/configmaps/a`, configMap({ a: 'b' }))),
  as(
    apply(
      'an apply that would create',
      `${home}/configmaps/new`,
      configMap({}, { metadata: { name: 'new' } }),
    ),
  ),
  as(review({ verb: 'patch', resource: 'configmaps', namespace: 'access' })),
  as(review({ verb: 'get', resource: 'pods', subresource: 'log', namespace: 'access' })),
  as(review({ verb: 'get', resource: 'pods', namespace: 'access' })),
  as(post('a binding of what may be handed on', bindings, binding('one', 'handed-on'))),
  as(post('a binding of what is held', bindings, binding('two', 'held'))),
  as(post('a binding of more', bindings, binding('three', 'more'))),
  as(post('a binding of all', bindings, binding('four', 'cluster-admin'))),
  as(post('a binding of nothing', bindings, binding('five', 'nope'))),
  as(apply('an applied binding of more', `${bindings}/three`, binding('three', 'more'))),
  as(
    post('a role of more', `${rbac}/namespaces/access/roles`, {
      apiVersion: `${group}/v1`,
      kind: 'Role',
      metadata: { name: 'r' },
      rules: [rule('apps', ['deployments'], ['get', 'delete']), rule('', ['configmaps'], ['get'])],
    }),
  ),
  as(
    post(
      'a role of all',
      `${rbac}/clusterroles`,
      clusterRole('all', [{ nonResourceURLs: ['*'], verbs: ['*'] }]),
    ),
  ),
  post('a binding to no role', `${bindings}`, binding('six', 'gone', 'RoleBinding', 'portal')),
  { ...as(get('what no role allows', `${home}/services`)), until: 403 },
  as(review({ verb: 'list', resource: 'services', namespace: 'access' })),
  as(
    post('who am I', '/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    }),
  ),
  post('may another', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user: 'portal',
      resourceAttributes: { verb: 'get', resource: 'configmaps', namespace: 'access' },
    },
  }),
  post('may another of a path', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: { user: 'nobody', nonResourceAttributes: { verb: 'get', path: '/metrics' } },
  }),
  as(
    post(
      'may another, asked without rights',
      '/apis/authorization.k8s.io/v1/subjectaccessreviews',
      {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user: 'x', resourceAttributes: { verb: 'get', resource: 'pods' } },
      },
    ),
  ),
];
