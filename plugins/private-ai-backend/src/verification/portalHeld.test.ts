import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../kubernetes/client';
import { namespace } from '../kubernetes/namespace';
import { ownerBinding } from '../kubernetes/ownerBinding';
import { portalBinding } from '../kubernetes/portalBinding';
import { send } from '../kubernetes/request';
import { anOwner, application } from '../testing/app';
import { describeWithCluster } from '../testing/controlPlane';
import { portalRights } from '../testing/portalRole';
import { startRealCluster, type RealCluster } from '../testing/realCluster';
import { until } from '../testing/until';

const app = application();
const applyPatch = 'application/apply-patch+yaml';
const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' };
const apiGroup = 'rbac.authorization.k8s.io';
const mine = namespace(app);
const v1 = { apiVersion: 'v1' };

/** A pod that does all that a node allows, and one that Pod Security has nothing against. */
const root = {
  hostPID: true,
  containers: [{ name: 'a', image: 'x', securityContext: { privileged: true } }],
};
const tame = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'a',
      image: 'x',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
};
const labelled = (labels: Record<string, string | undefined>): KubernetesObject => ({
  ...mine,
  metadata: {
    ...mine.metadata,
    labels: JSON.parse(JSON.stringify({ ...mine.metadata.labels, ...labels })),
  },
});
const bind = (role: string, subject: object, kind = 'ClusterRole') => ({
  ...rbac,
  metadata: { name: 'mine' },
  roleRef: { apiGroup, kind, name: role },
  subjects: [subject],
});
const user = { apiGroup, kind: 'User', name: 'portal' };

type Try = [what: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object];
const core = (of: string, place: string) => `/api/v1/namespaces/${of}/${place}`;
const bindings = (of: string) => `/apis/rbac.authorization.k8s.io/v1/namespaces/${of}/rolebindings`;
const map = { ...v1, kind: 'ConfigMap', metadata: { name: 'a' } };
const podOf = (spec: object) => ({
  ...v1,
  kind: 'Pod',
  metadata: { name: 'mine' },
  spec,
});

/** What RBAC alone would let the portal's identity do, or what would let it do more. */
const byPolicy: Try[] = [
  ['run a pod on a node’s own terms', 'POST', core('kube-system', 'pods'), podOf(root)],
  ['run any pod beside Flux', 'POST', core('flux-system', 'pods'), podOf(tame)],
  ['write a ConfigMap of another team', 'POST', core('foreign', 'configmaps'), map],
  ['remove a pod of another team', 'DELETE', core('foreign', 'pods/theirs')],
  ['reach a Service of another team', 'GET', core('foreign', 'services/theirs:80/proxy/')],
  ['remove a namespace', 'DELETE', '/api/v1/namespaces/foreign'],
  [
    'make a namespace its own',
    'PATCH',
    '/api/v1/namespaces/flux-system',
    { ...mine, metadata: { ...mine.metadata, name: 'flux-system' } },
  ],
  [
    'make a namespace without its mark',
    'POST',
    '/api/v1/namespaces',
    { ...labelled({ 'private-ai-managed-by': undefined }), metadata: { name: 'unmarked' } },
  ],
  [
    'make a namespace where pods may do anything',
    'POST',
    '/api/v1/namespaces',
    {
      ...mine,
      metadata: {
        ...labelled({ 'pod-security.kubernetes.io/enforce': 'privileged' }).metadata,
        name: 'privileged',
      },
    },
  ],
  [
    'take Pod Security off its own namespace',
    'PATCH',
    `/api/v1/namespaces/${app.names.namespace}`,
    labelled({ 'pod-security.kubernetes.io/enforce': 'privileged' }),
  ],
  [
    'give its namespace to another application',
    'PATCH',
    `/api/v1/namespaces/${app.names.namespace}`,
    labelled({ 'private-ai-entity': 'another' }),
  ],
  [
    'take its mark off its namespace',
    'PATCH',
    `/api/v1/namespaces/${app.names.namespace}`,
    labelled({ 'private-ai-managed-by': 'me' }),
  ],
  [
    'let itself read Flux’s Secrets',
    'POST',
    bindings('flux-system'),
    bind('private-ai-portal-connector', user),
  ],
  [
    'let somebody else read an application’s Secrets',
    'POST',
    bindings(app.names.namespace),
    bind('private-ai-portal-connector', { ...user, name: 'eve' }),
  ],
  [
    'hand on its own role',
    'POST',
    bindings(app.names.namespace),
    bind('private-ai-portal', { ...user, name: 'eve' }),
  ],
];

/** What RBAC refuses, which alone holds reads. */
const byRbac: Try[] = [
  ['read a Secret of Flux', 'GET', core('flux-system', 'secrets/git')],
  ['read the portal’s own Secrets', 'GET', core('portal', 'secrets/portal')],
  ['list Secrets', 'GET', core(app.names.namespace, 'secrets')],
  [
    'make itself an administrator of its namespace',
    'POST',
    bindings(app.names.namespace),
    bind('cluster-admin', user),
  ],
  [
    'change the policy that holds it',
    'DELETE',
    '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/private-ai-portal',
  ],
  [
    'change its role',
    'DELETE',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/private-ai-portal-connector',
  ],
];

describeWithCluster('who has the portal’s identity, on a real API server', () => {
  let real: RealCluster;
  const as = async (token: string, [, method, path, body]: Try) => {
    const { server, ca } = real.connection;
    const query = method === 'GET' ? '' : '?dryRun=All&fieldManager=eve&force=true';
    return send(
      { server, ca, token },
      {
        method,
        path: `${path}${method === 'PATCH' ? query : query.replace(/&.*/, '')}`,
        contentType: method === 'PATCH' ? applyPatch : 'application/json',
        body: body && JSON.stringify(body),
      },
    );
  };
  const asPortal = (one: Try) => as(real.connection.token, one);

  beforeAll(async () => {
    real = await startRealCluster();
    const make = (name: string) =>
      real.admin.apply({ ...v1, kind: 'Namespace', metadata: { name } });
    for (const name of ['flux-system', 'foreign', 'portal']) await make(name);
    await real.portal.apply(mine);
    await real.portal.apply(portalBinding(app, await real.portal.user()));
    const data = { password: 'aHVudGVyMg==' };
    for (const [name, at] of [
      ['git', 'flux-system'],
      ['portal', 'portal'],
      [app.names.connectorSecret, app.names.namespace],
    ])
      await real.admin.apply({
        ...{ ...v1, kind: 'Secret', data },
        metadata: { name, namespace: at },
      });
    await real.admin.apply({ ...podOf(tame), metadata: { name: 'theirs', namespace: 'foreign' } });
  });
  afterAll(() => real?.stop());

  it.each(byPolicy)('cannot %s', async (...attempt) => {
    const { status, text } = await asPortal(attempt);
    expect(text).toMatch(/ValidatingAdmissionPolicy 'private-ai-portal'/);
    expect(status).toBe(403);
  });

  it.each(byRbac)('cannot %s', async (...attempt) => {
    const { status, text } = await asPortal(attempt);
    expect({ status, message: JSON.parse(text).message }).toEqual({
      status: 403,
      message: expect.stringMatching(/is forbidden: (?:User "portal" cannot|user "portal")/),
    });
  });

  it('reads the Secret of its application', async () => {
    const path = core(app.names.namespace, `secrets/${app.names.connectorSecret}`);
    await until(
      'its binding counts',
      async () => (await asPortal(['read', 'GET', path])).status,
      status => status === 200,
    );
  });

  it('binds the roles that the cluster’s role names, and no others', async () => {
    const named = portalRights('portal')
      .flatMap(({ rules = [] }) => rules)
      .find(({ verbs }) => verbs.includes('bind')).resourceNames;
    const file = resolve(__dirname, '../../../../infra/cluster/portal-admission.yaml');
    const [policy] = parseAllDocuments(readFileSync(file, 'utf8')).map(one => one.toJS());
    const expression = policy.spec.validations.at(-1).expression as string;
    const allowed = [...expression.matchAll(/object\.roleRef\.name (?:in \[|== )("[^\]\n&]+")/g)]
      .flatMap(([, names]) => names.split(', '))
      .map(name => JSON.parse(name.trim()));
    expect(allowed).toEqual(named);
    await real.portal.apply(ownerBinding(app, anOwner));
  });

  it('is let do each of these where the policy is not bound: RBAC alone does not hold it', async () => {
    const binding =
      '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings/private-ai-portal';
    await real.raw('DELETE', binding);
    for (const attempt of byPolicy)
      await until(
        `nothing keeps it: ${attempt[0]}`,
        async () => (await asPortal(attempt)).text,
        text => !/ValidatingAdmissionPolicy/.test(text),
      );
    const [pod] = byPolicy;
    expect((await asPortal(pod)).status).toBe(201);
  });
});
