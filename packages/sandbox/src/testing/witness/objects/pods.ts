import { specified } from './object.ts';

const labels = { app: 'a' };
const container = { name: 'app', image: 'registry.example/app:1' };
/** A Deployment whose one container and pod say more. */
const deployment = (what: string, more: object = {}, pod: object = {}, spec: object = {}) =>
  specified('Deployment', what, {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ ...container, ...more }], ...pod } },
    ...spec,
  });
const probe = (what: string, readinessProbe: object) => deployment(what, { readinessProbe });
const tolerated = (what: string, toleration: object) =>
  deployment(what, {}, { tolerations: [toleration] });
const spread = (what: string, constraint: object) =>
  deployment(
    what,
    {},
    {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'ScheduleAnyway',
          labelSelector: { matchLabels: labels },
          ...constraint,
        },
      ],
    },
  );

export const pods = [
  deployment(
    'complete',
    {
      ports: [{ name: 'http', containerPort: 8080 }],
      env: [
        { name: 'A', value: 'b' },
        { name: 'C', valueFrom: { configMapKeyRef: { name: 'a', key: 'k' } } },
      ],
      envFrom: [{ secretRef: { name: 'sc-weather' } }],
      resources: {
        requests: { cpu: '100m', memory: '192Mi' },
        limits: { cpu: '1', memory: '512Mi' },
      },
      startupProbe: { httpGet: { path: '/healthz', port: 'http' }, failureThreshold: 60 },
      lifecycle: { preStop: { sleep: { seconds: 5 } } },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    },
    {
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
        {
          name: 'token',
          projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'a' } }] },
        },
      ],
      terminationGracePeriodSeconds: 60,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      serviceAccountName: 'sc-account',
    },
  ),
  deployment('no such restart', {}, { restartPolicy: 'OnFailure' }),
  deployment('a negative grace', {}, { terminationGracePeriodSeconds: -1 }),
  deployment('a bad account', {}, { serviceAccountName: 'A_b' }),
  deployment('a bad container name', { name: 'App_1' }),
  deployment('an image with spaces', { image: ' app ' }),
  deployment('no such pull', { imagePullPolicy: 'Sometimes' }),
  deployment('port zero', { ports: [{ containerPort: 0 }] }),
  deployment('port seventy thousand', { ports: [{ containerPort: 70_000 }] }),
  deployment('a bad port name', { ports: [{ name: 'a_name_too_long_for_it', containerPort: 1 }] }),
  deployment('two ports of one name', {
    ports: [
      { name: 'a', containerPort: 1 },
      { name: 'a', containerPort: 2 },
    ],
  }),
  deployment('no such protocol', { ports: [{ containerPort: 1, protocol: 'HTTP' }] }),
  deployment('a variable without a name', { env: [{ name: '', value: 'x' }] }),
  deployment('a variable from two places', {
    env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  }),
  deployment('a variable from nowhere', { env: [{ name: 'A', valueFrom: {} }] }),
  deployment('a variable from a secret of no name', {
    env: [{ name: 'A', valueFrom: { secretKeyRef: { key: 'k', name: '' } } }],
  }),
  deployment('a variable from an unknown field', {
    env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.luck' } } }],
  }),
  deployment('an equals sign in a variable', { env: [{ name: 'A=B', value: 'x' }] }),
  deployment('variables from nothing', { envFrom: [{}] }),
  deployment('variables from both', {
    envFrom: [{ secretRef: { name: 'a' }, configMapRef: { name: 'a' } }],
  }),
  deployment('a bad quantity', { resources: { limits: { cpu: 'one' } } }),
  deployment('a request over its limit', {
    resources: { limits: { cpu: '1' }, requests: { cpu: '2' } },
  }),
  deployment('a negative request', { resources: { requests: { cpu: '-1' } } }),
  deployment('no such resource', { resources: { limits: { gpu: '1' } } }),
  deployment('a device without a limit', { resources: { requests: { 'nvidia.com/gpu': '1' } } }),
  deployment('half a device', { resources: { limits: { 'nvidia.com/gpu': '500m' } } }),
  deployment('a mount of nothing', { volumeMounts: [{ name: 'nope', mountPath: '/a' }] }),
  deployment(
    'two mounts at one place',
    {
      volumeMounts: [
        { name: 'v', mountPath: '/a' },
        { name: 'v', mountPath: '/a' },
      ],
    },
    { volumes: [{ name: 'v', emptyDir: {} }] },
  ),
  deployment(
    'two volumes of one name',
    {},
    {
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'v', emptyDir: {} },
      ],
    },
  ),
  deployment('a bad volume name', {}, { volumes: [{ name: 'V_1', emptyDir: {} }] }),
  deployment(
    'a volume of two kinds',
    {},
    { volumes: [{ name: 'v', emptyDir: {}, configMap: { name: 'a' } }] },
  ),
  deployment('a volume of no secret', {}, { volumes: [{ name: 'v', secret: {} }] }),
  deployment(
    'a volume of a path outside',
    {},
    {
      volumes: [{ name: 'v', configMap: { name: 'a', items: [{ key: 'k', path: '../x' }] } }],
    },
  ),
  deployment(
    'a mode too high',
    {},
    { volumes: [{ name: 'v', configMap: { name: 'a', defaultMode: 512 } }] },
  ),
  deployment('two containers of one name', {}, { containers: [container, container] }),
  {
    ...deployment('an unsafe one', {
      securityContext: { privileged: true, allowPrivilegeEscalation: false },
    }),
    except: 'message' as const,
  },
  deployment('a negative user', { securityContext: { runAsUser: -1 } }),
  deployment('no such profile', {}, { securityContext: { seccompProfile: { type: 'Strict' } } }),
  deployment(
    'a profile of no file',
    {},
    { securityContext: { seccompProfile: { type: 'Localhost' } } },
  ),
  probe('a probe', { httpGet: { path: '/healthz', port: 8080 }, initialDelaySeconds: 1 }),
  probe('a probe of nothing', { periodSeconds: 1 }),
  probe('a probe of two', { httpGet: { port: 1 }, tcpSocket: { port: 1 } }),
  probe('a negative period', { httpGet: { port: 1 }, periodSeconds: -1 }),
  probe('a probe of a bad port', { httpGet: { port: 70_000 } }),
  probe('a probe of a bad port name', { httpGet: { port: 'A B' } }),
  probe('no such scheme', { httpGet: { port: 1, scheme: 'FTP' } }),
  deployment('liveness twice', { livenessProbe: { httpGet: { port: 1 }, successThreshold: 2 } }),
  deployment('an empty command', { livenessProbe: { exec: { command: [] } } }),
  deployment('a stop of nothing', { lifecycle: { preStop: {} } }),
  deployment('too long a sleep', { lifecycle: { preStop: { sleep: { seconds: 300 } } } }),
  tolerated('a toleration', {
    key: 'workload',
    operator: 'Equal',
    value: 'general',
    effect: 'NoSchedule',
  }),
  tolerated('a toleration of any value', { key: 'workload', operator: 'Exists', value: 'general' }),
  tolerated('a toleration of no key', { operator: 'Equal', value: 'x' }),
  tolerated('no such operator', { key: 'a', operator: 'Like' }),
  tolerated('no such effect', { key: 'a', operator: 'Exists', effect: 'Never' }),
  tolerated('seconds without eviction', {
    key: 'a',
    operator: 'Exists',
    effect: 'NoSchedule',
    tolerationSeconds: 3,
  }),
  tolerated('a bad toleration key', { key: 'a b', operator: 'Exists' }),
  spread('spread', {}),
  spread('no skew', { maxSkew: 0 }),
  spread('no topology', { topologyKey: '' }),
  spread('no such answer', { whenUnsatisfiable: 'Perhaps' }),
  spread('a bad topology', { topologyKey: 'a b' }),
  spread('a minimum without need', { minDomains: 2 }),
  spread('a bad selector', { labelSelector: { matchLabels: { a: 'b c' } } }),
  deployment(
    'no room to roll',
    {},
    {},
    { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } },
  ),
  deployment('a bad surge', {}, {}, { strategy: { rollingUpdate: { maxSurge: 'x' } } }),
  deployment('all at once', {}, {}, { strategy: { type: 'Recreate' } }),
  deployment(
    'all at once but rolling',
    {},
    {},
    { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } },
  ),
  deployment('no such strategy', {}, {}, { strategy: { type: 'BlueGreen' } }),
  deployment('less than none', {}, {}, { replicas: -1 }),
  deployment('a deadline too short', {}, {}, { minReadySeconds: 60, progressDeadlineSeconds: 60 }),
  deployment(
    'a bad label on its pods',
    {},
    {},
    {
      template: { metadata: { labels: { app: 'a', b: 'c d' } }, spec: { containers: [container] } },
    },
  ),
  deployment('another selector', {}, {}, { selector: { matchLabels: { app: 'b' } } }),
  deployment(
    'an expression for a selector',
    {},
    {},
    {
      selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['a', 'b'] }] },
    },
  ),
  deployment(
    'an expression that does not match',
    {},
    {},
    {
      selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['a', 'b'] }] },
    },
  ),
  specified('Pod', 'a pod', { containers: [container], restartPolicy: 'Never' }),
  specified('Pod', 'a pod without containers', { containers: [] }),
  specified('Pod', 'a pod of two same', { containers: [container], initContainers: [container] }),
  specified('Pod', 'a pod that never gives up', {
    containers: [container],
    restartPolicy: 'Maybe',
    dnsPolicy: 'Mine',
  }),
];
