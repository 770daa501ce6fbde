import { created } from './object.ts';

const apiGroup = 'rbac.authorization.k8s.io';
const view = { apiGroup, kind: 'ClusterRole', name: 'view' };
const binding = (what: string, content: Record<string, unknown>) =>
  created('RoleBinding', what, { roleRef: view, ...content });
const rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

export const rbac = [
  created('Role', 'reads pods', { rules: [rule] }),
  created('Role', 'no rules'),
  created('Role', 'no verbs', { rules: [{ ...rule, verbs: [] }] }),
  created('Role', 'no groups', { rules: [{ resources: ['pods'], verbs: ['get'] }] }),
  created('Role', 'no resources', { rules: [{ apiGroups: [''], verbs: ['get'] }] }),
  created('Role', 'paths in a namespace', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] }),
  created('Role', 'only one', { rules: [{ ...rule, resourceNames: ['a'] }] }),
  created('ClusterRole', 'paths', { rules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }] }),
  created('ClusterRole', 'paths and resources', { rules: [{ ...rule, nonResourceURLs: ['/x'] }] }),
  created('ClusterRole', 'aggregated', {
    aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
  }),
  created('ClusterRole', 'aggregated of nothing', { aggregationRule: {} }),
  created(
    'ClusterRole',
    'aggregated into view',
    { rules: [rule] },
    {
      labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' },
    },
  ),
  binding('for a group', {
    subjects: [{ apiGroup, kind: 'Group', name: '44444444-4444-4444-4444-444444444444' }],
  }),
  binding('for an account', {
    subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'objects' }],
  }),
  binding('for an account of nowhere', { subjects: [{ kind: 'ServiceAccount', name: 'a' }] }),
  binding('for a bad account', {
    subjects: [{ kind: 'ServiceAccount', name: 'A/b', namespace: 'x' }],
  }),
  binding('for a user of another group', {
    subjects: [{ apiGroup: 'v1', kind: 'User', name: 'u' }],
  }),
  binding('for no kind', { subjects: [{ apiGroup, kind: 'Team', name: 'u' }] }),
  binding('for no name', { subjects: [{ apiGroup, kind: 'User', name: '' }] }),
  binding('for nobody', {}),
  created('RoleBinding', 'of no role', { subjects: [] }),
  created('RoleBinding', 'of another kind', { roleRef: { apiGroup, kind: 'Rule', name: 'view' } }),
  created('RoleBinding', 'of another group', {
    roleRef: { apiGroup: 'v1', kind: 'Role', name: 'view' },
  }),
  created('RoleBinding', 'of no name', { roleRef: { apiGroup, kind: 'Role', name: '' } }),
  created('RoleBinding', 'a slash in its name', { roleRef: view }, { name: 'a/b' }),
  created('RoleBinding', 'a colon in its name', { roleRef: view }, { name: 'a:b' }),
  created('ClusterRoleBinding', 'for a user', {
    roleRef: view,
    subjects: [{ apiGroup, kind: 'User', name: '55555555-5555-5555-5555-555555555555' }],
  }),
  created('ClusterRoleBinding', 'of a role of nowhere', {
    roleRef: { apiGroup, kind: 'Role', name: 'reads-pods' },
  }),
  {
    what: 'RoleBinding: another role',
    method: 'PUT',
    path: `/apis/${apiGroup}/v1/namespaces/objects/rolebindings/for-a-group`,
    body: {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'for-a-group' },
      roleRef: { ...view, name: 'edit' },
    },
  },
];
