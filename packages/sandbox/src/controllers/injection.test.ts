import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnvVar } from './envVar.ts';
import { nodejs, python } from './injectedRuntimes.ts';
import { askedInstrumentation, withInstrumentation } from './injection.ts';
import { environmentOf } from './podEnvironment.ts';
import type { ClusterClient } from './client.ts';
import { withWorkloadIdentity } from './workloadIdentity.ts';

const pod = (metadata: object = {}, container: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'agent-abc', namespace: 'agent', ...metadata },
  spec: {
    serviceAccountName: 'sc-account-1',
    nodeName: 'node-1',
    containers: [{ name: 'app', image: 'registry.test/agent:7', ...container }],
  },
});
const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: {
    name: 'sc-account-1',
    annotations: { 'azure.workload.identity/client-id': 'client' },
  },
};
const valueOf = (env: EnvVar[], name: string) => env.find(one => one.name === name)?.value;

test('workload identity: only with its label, and what the container says stays', () => {
  const plain = pod();
  assert.equal(withWorkloadIdentity(plain, account, 'tenant'), plain);
  const labelled = pod(
    { labels: { 'azure.workload.identity/use': 'true' } },
    { env: [{ name: 'AZURE_TENANT_ID', value: 'own' }] },
  );
  const { spec } = withWorkloadIdentity(labelled, account, 'tenant');
  const { env, volumeMounts } = spec.containers[0];
  assert.equal(valueOf(env, 'AZURE_CLIENT_ID'), 'client');
  assert.equal(valueOf(env, 'AZURE_TENANT_ID'), 'own');
  assert.equal(valueOf(env, 'AZURE_AUTHORITY_HOST'), 'https://login.microsoftonline.com/');
  const [mount] = volumeMounts;
  assert.equal(
    valueOf(env, 'AZURE_FEDERATED_TOKEN_FILE'),
    `${mount.mountPath}/azure-identity-token`,
  );
  const [volume] = spec.volumes;
  assert.equal(volume.name, mount.name);
  assert.equal(
    volume.projected.sources[0].serviceAccountToken.audience,
    'api://AzureADTokenExchange',
  );
});

test('the annotation names an Instrumentation', () => {
  const asked = (value: string) =>
    askedInstrumentation(
      pod({ annotations: { 'instrumentation.opentelemetry.io/inject-nodejs': value } }),
      'nodejs',
    );
  assert.equal(askedInstrumentation(pod(), 'nodejs'), undefined);
  assert.equal(asked('false'), undefined);
  assert.deepEqual(asked('true'), { namespace: 'agent' });
  assert.deepEqual(asked('mine'), { namespace: 'agent', name: 'mine' });
  assert.deepEqual(asked('monitoring/theirs'), { namespace: 'monitoring', name: 'theirs' });
});

test('instrumentation: endpoint, attributes and --require arrive in the process, own values stay', async () => {
  const given = pod(
    {},
    {
      env: [
        { name: 'NODE_OPTIONS', value: '--enable-source-maps' },
        { name: 'OTEL_SERVICE_NAME', value: 'mine' },
      ],
    },
  );
  const instrumentation = {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'default' },
    spec: {
      exporter: { endpoint: 'http://otel-collector.monitoring.svc.cluster.local:4318' },
      env: [
        { name: 'OTEL_TRACES_EXPORTER', value: 'none' },
        { name: 'OTEL_METRIC_EXPORT_INTERVAL', value: '60000' },
      ],
      nodejs: { env: [{ name: 'OTEL_METRIC_EXPORT_INTERVAL', value: '5000' }] },
    },
  };
  const injected = withInstrumentation(given, instrumentation, {
    deployment: 'agent',
    replicaSet: 'agent-5d',
    language: 'nodejs',
    runtime: nodejs('/register.cjs'),
  });
  const client = {} as ClusterClient;
  const env = await environmentOf(injected, injected.spec.containers[0], {}, client);
  assert.equal(env.NODE_OPTIONS, '--enable-source-maps --require /register.cjs');
  assert.equal(
    env.OTEL_EXPORTER_OTLP_ENDPOINT,
    'http://otel-collector.monitoring.svc.cluster.local:4318',
  );
  assert.equal(env.OTEL_SERVICE_NAME, 'mine');
  assert.equal(env.OTEL_METRIC_EXPORT_INTERVAL, '5000');
  assert.equal(env.OTEL_TRACES_EXPORTER, 'none');
  const attributes = Object.fromEntries(
    env.OTEL_RESOURCE_ATTRIBUTES.split(',').map(pair => pair.split('=')),
  );
  assert.deepEqual(attributes, {
    'k8s.container.name': 'app',
    'k8s.deployment.name': 'agent',
    'k8s.namespace.name': 'agent',
    'k8s.node.name': 'node-1',
    'k8s.pod.name': 'agent-abc',
    'k8s.replicaset.name': 'agent-5d',
    'service.instance.id': 'agent.agent-abc.app',
    'service.namespace': 'agent',
    'service.version': '7',
  });
});

test('Python: the packages stand around its own path, and what nobody says is the operator’s', async () => {
  const annotations = {
    'instrumentation.opentelemetry.io/python-container-names': 'app',
    'instrumentation.opentelemetry.io/container-names': 'other',
  };
  const given = pod({ annotations }, { env: [{ name: 'PYTHONPATH', value: '/app/lib' }] });
  const instrumentation = {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'default' },
    spec: {
      env: [{ name: 'OTEL_TRACES_EXPORTER', value: 'none' }],
      python: { env: [{ name: 'OTEL_PYTHON_EXCLUDED_URLS', value: 'healthz' }] },
      nodejs: { env: [{ name: 'NODE_ONLY', value: 'yes' }] },
    },
  };
  const injected = withInstrumentation(given, instrumentation, {
    deployment: 'agent',
    replicaSet: 'agent-5d',
    language: 'python',
    runtime: python('/otel'),
  });
  const client = {} as ClusterClient;
  const env = await environmentOf(injected, injected.spec.containers[0], {}, client);
  assert.equal(
    env.PYTHONPATH,
    '/otel/opentelemetry/instrumentation/auto_instrumentation:/app/lib:/otel',
  );
  const { OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER, OTEL_EXPORTER_OTLP_PROTOCOL } = env;
  assert.deepEqual(
    [OTEL_TRACES_EXPORTER, OTEL_METRICS_EXPORTER, OTEL_EXPORTER_OTLP_PROTOCOL],
    ['none', 'otlp', 'http/protobuf'],
  );
  assert.equal(env.OTEL_PYTHON_EXCLUDED_URLS, 'healthz');
  assert.equal(env.NODE_ONLY, undefined);
});
