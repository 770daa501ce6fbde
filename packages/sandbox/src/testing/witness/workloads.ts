import { apply, apps, core, get, namespace, patch, post, type WitnessRequest } from './request.ts';

const safeContainer = {
  name: 'c',
  image:
    'registry.example/app@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  ports: [{ name: 'http', containerPort: 8080 }],
  env: [
    { name: 'A', value: 'b' },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ],
  envFrom: [{ secretRef: { name: 's' } }],
  resources: { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: '0.1' } },
  readinessProbe: { httpGet: { path: '/healthz', port: 'http' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const safePod = {
  securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  tolerations: [{ key: 'workload', value: 'general', effect: 'NoSchedule' }],
  containers: [safeContainer],
  volumes: [
    { name: 'tmp', emptyDir: {} },
    { name: 'keys', configMap: { name: 'keys' } },
  ],
};
const unsafePod = {
  hostNetwork: true,
  volumes: [{ name: 'h', hostPath: { path: '/' } }],
  containers: [
    {
      name: 'c',
      image: 'x',
      securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ['SYS_ADMIN'] } },
    },
    { name: 'd', image: 'x', ports: [{ containerPort: 1, hostPort: 1 }] },
  ],
};
const pod = (name: string, spec: unknown) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec,
});
const deployment = (spec: unknown, name = 'd') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec,
});
const selector = { matchLabels: { app: 'd' } };
const template = (spec: unknown = safePod, labels: unknown = { app: 'd' }) => ({
  metadata: { labels },
  spec,
});
const oneContainer = (more: object) => ({ containers: [{ name: 'c', image: 'i', ...more }] });

export const workloads: WitnessRequest[] = [
  post('a pod that is not secure', `${core}/pods`, pod('p', oneContainer({}))),
  post('a pod that is far from secure', `${core}/pods`, pod('p', unsafePod)),
  post('a namespace of the middle level', '/api/v1/namespaces', namespace('base', 'baseline')),
  post('beyond the middle level', '/api/v1/namespaces/base/pods', pod('p', unsafePod)),
  post('a secure pod', `${core}/pods`, pod('p', safePod)),
  apply(
    'a Deployment',
    `${apps}/deployments/d`,
    deployment({ replicas: 2, selector, template: template() }),
  ),
  apply(
    'the same Deployment',
    `${apps}/deployments/d`,
    deployment({ replicas: 2, selector, template: template() }),
  ),
  apply(
    'another image by another manager',
    `${apps}/deployments/d`,
    deployment({ selector, template: template(oneContainer({})) }),
    'b',
  ),
  apply(
    'less of it',
    `${apps}/deployments/d`,
    deployment({
      selector,
      template: template({
        ...safePod,
        volumes: [],
        containers: [{ ...safeContainer, env: [{ name: 'A', value: 'c' }] }],
      }),
    }),
  ),
  patch('merge patch of replicas', `${apps}/deployments/d`, 'merge-patch', {
    spec: { replicas: 4 },
  }),
  apply(
    'replicas are another manager’s now',
    `${apps}/deployments/d`,
    deployment({ replicas: 2, selector, template: template() }),
  ),
  patch('strategic merge', `${apps}/deployments/d`, 'strategic-merge-patch', {
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'c',
              env: [
                { name: 'A', $patch: 'delete' },
                { name: 'N', value: '1' },
              ],
            },
          ],
        },
      },
    },
  }),
  patch('the status', `${apps}/deployments/d/status`, 'merge-patch', {
    status: {
      replicas: 4,
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'r',
          message: 'm',
          lastUpdateTime: '2026-01-01T00:00:00Z',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    },
  }),
  get('the scale', `${apps}/deployments/d/scale`),
  apply(
    'a changed selector',
    `${apps}/deployments/d`,
    deployment({
      selector: { matchLabels: { app: 'e' } },
      template: template(safePod, { app: 'e' }),
    }),
    'a',
    '&force=true',
  ),
  apply(
    'replicas as text',
    `${apps}/deployments/e`,
    deployment({ replicas: 'x', selector, template: template() }, 'e'),
  ),
  apply(
    'labels that the selector does not match',
    `${apps}/deployments/e`,
    deployment(
      { selector, template: template({ containers: [{ name: 'c' }] }, { app: 'e' }) },
      'e',
    ),
  ),
  apply(
    'an unknown field in a container',
    `${apps}/deployments/e`,
    deployment({ selector, template: template(oneContainer({ foo: 1 })) }, 'e'),
  ),
  apply('nothing in it', `${apps}/deployments/e`, deployment({ template: { spec: {} } }, 'e')),
  {
    ...post('replicas as text, created', `${apps}/deployments`, deployment({ replicas: 'x' }, 'e')),
    except: 'message',
  },
  { what: 'delete of the Deployment', method: 'DELETE', path: `${apps}/deployments/d` },
  apply('a ReplicaSet', `${apps}/replicasets/r`, {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'r' },
    spec: { selector, template: template() },
  }),
];
