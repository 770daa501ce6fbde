import { apply, core, get, post, type WitnessRequest } from './request.ts';

export const others: WitnessRequest[] = [
  apply('a Service', `${core}/services/s`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { selector: { app: 'd' }, ports: [{ port: 80, targetPort: 8080 }] },
  }),
  apply('bad ports', `${core}/services/t`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 't' },
    spec: { ports: [{ port: 80 }, { port: 99999, name: 'q' }] },
  }),
  get('a proxy without endpoints', `${core}/services/s/proxy/`),
  get('a proxy to an unknown port', `${core}/services/http:s:81/proxy/`),
  apply('a NetworkPolicy', `/apis/networking.k8s.io/v1/namespaces/web/networkpolicies/n`, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'n' },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
    },
  }),
  apply('a LimitRange', `${core}/limitranges/l`, {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'l' },
    spec: {
      limits: [
        {
          type: 'Container',
          default: { cpu: '500m', memory: '256Mi' },
          defaultRequest: { cpu: '100m' },
        },
      ],
    },
  }),
  apply('a ServiceAccount', `${core}/serviceaccounts/sa`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'sa',
      annotations: { 'azure.workload.identity/client-id': 'x' },
      labels: { 'azure.workload.identity/use': 'true' },
    },
  }),
  post('a Secret', `${core}/secrets`, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    stringData: { a: 'b' },
  }),
  apply('an EndpointSlice', `/apis/discovery.k8s.io/v1/namespaces/web/endpointslices/s-1`, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 's-1', labels: { 'kubernetes.io/service-name': 's' } },
    addressType: 'IPv4',
    ports: [{ port: 8080 }],
    endpoints: [{ addresses: ['10.1.0.5'], conditions: { ready: true } }],
  }),
  post('too short a token', `${core}/serviceaccounts/sa/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: ['x'], expirationSeconds: 10 },
  }),
  post('a token of nobody', `${core}/serviceaccounts/nope/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { audiences: ['x'] },
  }),
  apply('an Instrumentation', '/apis/opentelemetry.io/v1alpha1/namespaces/web/instrumentations/i', {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'i' },
    spec: {
      exporter: { endpoint: 'http://collector:4318' },
      propagators: ['tracecontext'],
      nodejs: { env: [{ name: 'A', value: 'b' }] },
    },
  }),
  apply('a collector', '/apis/opentelemetry.io/v1beta1/namespaces/web/opentelemetrycollectors/c', {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: 'c' },
    spec: {
      config: {
        receivers: { otlp: { protocols: { http: null } } },
        exporters: { prometheus: {} },
        service: { pipelines: { metrics: { receivers: ['otlp'], exporters: ['prometheus'] } } },
      },
    },
  }),
  apply('a PodMonitor', '/apis/azmonitoring.coreos.com/v1/namespaces/web/podmonitors/m', {
    apiVersion: 'azmonitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'm' },
    spec: {
      labelLimit: 63,
      labelNameLengthLimit: 511,
      labelValueLengthLimit: 1023,
      selector: { matchLabels: { a: 'b' } },
      podMetricsEndpoints: [{ port: 'metrics' }],
    },
  }),
  apply('a RoleBinding', '/apis/rbac.authorization.k8s.io/v1/namespaces/web/rolebindings/r', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'r' },
    roleRef: { kind: 'ClusterRole', name: 'edit' },
    subjects: [
      { kind: 'Group', name: 'team' },
      { kind: 'ServiceAccount', name: 'sa', namespace: 'web' },
    ],
  }),
  apply('a quota', `${core}/resourcequotas/q`, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q' },
    spec: { hard: { 'requests.cpu': '1000m', 'limits.memory': '2048Mi', pods: '10' } },
  }),
  apply('a budget', '/apis/policy/v1/namespaces/web/poddisruptionbudgets/b', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b' },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'd' } } },
  }),
  apply(
    'a closed NetworkPolicy',
    '/apis/networking.k8s.io/v1/namespaces/web/networkpolicies/closed',
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: { podSelector: {}, ingress: [], egress: [], policyTypes: ['Ingress', 'Egress'] },
    },
  ),
  { what: 'delete of a namespace', method: 'DELETE', path: '/api/v1/namespaces/base' },
];
