import { apply } from '../request.ts';
import { home, specified } from './object.ts';

const env = [{ name: 'OTEL_TRACES_EXPORTER', value: 'none' }];
const instrumentation = (what: string, spec: unknown) => specified('Instrumentation', what, spec);
const config = {
  receivers: { otlp: { protocols: { http: { endpoint: '0.0.0.0:4318' }, grpc: null } } },
  processors: { batch: {} },
  exporters: { prometheus: { endpoint: '0.0.0.0:8889' } },
  service: {
    pipelines: {
      metrics: { receivers: ['otlp'], processors: ['batch'], exporters: ['prometheus'] },
    },
  },
};
const collector = (what: string, spec: object) =>
  specified('OpenTelemetryCollector', what, { config, ...spec });
const selector = { matchLabels: { app: 'otel-collector' } };
const limits = { labelLimit: 63, labelNameLengthLimit: 511, labelValueLengthLimit: 1023 };
const monitor = (what: string, spec: object) =>
  specified('PodMonitor', what, { selector, ...limits, ...spec });
const endpoint = (what: string, one: object) => monitor(what, { podMetricsEndpoints: [one] });
const applied = (what: string, group: string, kind: string, plural: string, spec: unknown) =>
  apply(`${kind}: ${what}, applied`, `/apis/${group}/namespaces/${home}/${plural}/applied`, {
    apiVersion: group,
    kind,
    metadata: { name: 'applied' },
    spec,
  });

export const customs = [
  instrumentation('as the portal makes it', {
    exporter: { endpoint: 'http://collector:4318' },
    propagators: ['tracecontext', 'baggage'],
    env,
    initContainerSecurityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    nodejs: { image: 'x', resourceRequirements: { limits: { cpu: '500m', memory: '64Mi' } } },
    python: { env, resourceRequirements: { requests: { cpu: 1 } } },
  }),
  instrumentation('nothing in it', {}),
  instrumentation('no such propagator', { propagators: ['b4'] }),
  instrumentation('no such sampler', { sampler: { type: 'sometimes' } }),
  instrumentation('a sampler', { sampler: { type: 'parentbased_traceidratio', argument: '0.25' } }),
  instrumentation('a variable without a name', { env: [{ value: 'x' }] }),
  instrumentation('a variable that is a number', { env: [{ name: 'A', value: 1 }] }),
  instrumentation('a variable from a secret', {
    env: [{ name: 'A', valueFrom: { secretKeyRef: { key: 'k' } } }],
  }),
  instrumentation('an endpoint that is a number', { exporter: { endpoint: 4318 } }),
  instrumentation('an unknown field', { exporter: { endpoint: 'x', insecure: true }, golang: {} }),
  instrumentation('a user that is text', { initContainerSecurityContext: { runAsUser: 'root' } }),
  instrumentation('no such profile', { initContainerSecurityContext: { seccompProfile: {} } }),
  instrumentation('a bad quantity', {
    nodejs: { resourceRequirements: { limits: { cpu: 'much' } } },
  }),
  instrumentation('many wrong things', { env: 'x', nodejs: { image: 1 }, propagators: 'b3' }),
  applied('an unknown field', 'opentelemetry.io/v1alpha1', 'Instrumentation', 'instrumentations', {
    golang: {},
  }),
  applied('a wrong type', 'opentelemetry.io/v1alpha1', 'Instrumentation', 'instrumentations', {
    exporter: { endpoint: 1 },
  }),
  applied('well', 'opentelemetry.io/v1alpha1', 'Instrumentation', 'instrumentations', {
    env,
    nodejs: { env },
  }),
  collector('as a deployment', {
    mode: 'deployment',
    replicas: 2,
    resources: { limits: { memory: '512Mi' } },
  }),
  collector('as a sidecar', { mode: 'sidecar' }),
  collector('no such mode', { mode: 'job' }),
  collector('a sidecar with tolerations', {
    mode: 'sidecar',
    tolerations: [{ operator: 'Exists' }],
  }),
  collector('no config', { config: undefined }),
  collector('a config as text', { config: 'receivers: {}' }),
  collector('a config without exporters', { config: { ...config, exporters: undefined } }),
  collector('a config without pipelines', { config: { ...config, service: {} } }),
  collector('anything in a config', {
    config: { ...config, receivers: { x: { y: [1, 'z', null] } } },
  }),
  collector('replicas as text', { replicas: 'two' }),
  collector('ports', { ports: [{ name: 'prometheus', port: 8889 }] }),
  collector('a port too high', { ports: [{ port: 1, hostPort: 70_000 }] }),
  collector('no such upgrade', { upgradeStrategy: 'always', managementState: 'mine' }),
  collector('an unknown field', { configg: {} }),
  collector('a safe one', {
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    tolerations: [{ key: 'workload', operator: 'Equal', value: 'general', effect: 'NoSchedule' }],
    env: [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
    volumes: [{ name: 'tmp', emptyDir: {} }],
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    livenessProbe: { initialDelaySeconds: 1 },
    affinity: { nodeAffinity: {} },
  }),
  collector('a bad toleration', { tolerations: [{ tolerationSeconds: 'x' }] }),
  applied(
    'a wrong type',
    'opentelemetry.io/v1beta1',
    'OpenTelemetryCollector',
    'opentelemetrycollectors',
    { config, mode: 1 },
  ),
  applied('well', 'opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'opentelemetrycollectors', {
    config,
    mode: 'deployment',
    tolerations: [{ operator: 'Exists' }],
  }),
  endpoint('as the portal makes it', {
    port: 'prometheus',
    interval: '30s',
    scrapeTimeout: '10s',
    path: '/metrics',
    honorLabels: true,
  }),
  endpoint('an interval without unit', { port: 'a', interval: '30' }),
  endpoint('a bad timeout', { port: 'a', scrapeTimeout: 'soon' }),
  endpoint('no such scheme', { port: 'a', scheme: 'ftp' }),
  endpoint('a port that is a number', { port: 8889 }),
  endpoint('a target that is either', { targetPort: 8889 }),
  endpoint('a target that is neither', { targetPort: true }),
  endpoint('an unknown field', { port: 'a', scrape: 'often' }),
  endpoint('relabelled', {
    port: 'a',
    metricRelabelings: [{ sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' }],
    relabelings: [{ targetLabel: 'x', replacement: 'y' }],
  }),
  endpoint('no such action', {
    port: 'a',
    relabelings: [{ action: 'remove', sourceLabels: ['a-b'] }],
  }),
  monitor('no endpoints', {}),
  monitor('a limit that is text', { labelLimit: '63' }),
  monitor('no selector', { selector: undefined, podMetricsEndpoints: [] }),
  monitor('a selector that is text', { selector: 'app' }),
  monitor('other namespaces', {
    namespaceSelector: { matchNames: ['otel'] },
    podMetricsEndpoints: [],
  }),
  monitor('no such mechanism', { selectorMechanism: 'Luck', bodySizeLimit: '1x' }),
  specified('PodMonitor', 'nothing in it'),
  applied('a wrong type', 'azmonitoring.coreos.com/v1', 'PodMonitor', 'podmonitors', {
    selector,
    labelLimit: '63',
  }),
  applied('well', 'azmonitoring.coreos.com/v1', 'PodMonitor', 'podmonitors', {
    selector,
    ...limits,
    podMetricsEndpoints: [{ port: 'a' }],
  }),
  specified('ServiceMonitor', 'a good one', {
    selector,
    endpoints: [{ port: 'web', bearerTokenFile: '/t' }],
  }),
  specified('ServiceMonitor', 'no endpoints', { selector }),
  specified('ServiceMonitor', 'labels that are no list', {
    selector,
    endpoints: [],
    targetLabels: 'a',
  }),
];
