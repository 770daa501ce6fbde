import { environment, labelSelector, resources, securityContext, tolerations } from './parts.ts';
import {
  anything,
  choice,
  core,
  either,
  flag,
  list,
  map,
  number,
  struct,
  text,
  type Schema,
} from './schema.ts';

const amounts = (...fields: string[]) =>
  struct(Object.fromEntries(fields.map(field => [field, either()])));
const updateStrategy = struct({
  rollingUpdate: amounts('maxSurge', 'maxUnavailable'),
  type: text(),
});
const observability = struct({
  metrics: struct({
    disablePrometheusAnnotations: flag,
    enableMetrics: flag,
    extraLabels: map(text()),
  }),
});
const spread = list(core('TopologySpreadConstraint'));
const duration = text({ default: '30s' });
/** Where it runs, which its target allocator has too. */
const placement: Record<string, Schema> = {
  affinity: core('Affinity'),
  env: environment,
  image: text(),
  nodeSelector: map(text()),
  observability,
  podDisruptionBudget: amounts('maxUnavailable', 'minAvailable'),
  podSecurityContext: core('PodSecurityContext'),
  resources,
  securityContext,
  serviceAccount: text(),
  tolerations,
  topologySpreadConstraints: spread,
};

const config: Schema = {
  ...struct(
    {
      connectors: anything,
      exporters: anything,
      extensions: anything,
      processors: anything,
      receivers: anything,
      service: struct(
        {
          extensions: list(text()),
          pipelines: map(
            struct({ exporters: list(text()), processors: list(text()), receivers: list(text()) }),
            { open: true },
          ),
          telemetry: anything,
        },
        ['pipelines'],
      ),
    },
    ['exporters', 'receivers', 'service'],
  ),
  open: true,
};

const anyNamespace = { ...labelSelector, default: {} };
const targetAllocator = struct({
  ...placement,
  allocationStrategy: {
    ...choice('least-weighted', 'consistent-hashing', 'per-node'),
    default: 'consistent-hashing',
  },
  allowInsecureAuthSecrets: flag,
  collectorNotReadyGracePeriod: duration,
  collectorTargetReloadInterval: duration,
  enabled: flag,
  filterStrategy: { ...choice('', 'relabel-config'), default: 'relabel-config' },
  mtls: anything,
  prometheusCR: struct({
    allowNamespaces: list(text()),
    denyFSAccessThroughSMs: flag,
    denyNamespaces: list(text()),
    enabled: flag,
    evaluationInterval: duration,
    podMonitorNamespaceSelector: anyNamespace,
    podMonitorSelector: labelSelector,
    probeNamespaceSelector: anyNamespace,
    probeSelector: labelSelector,
    scrapeClasses: list(anything),
    scrapeConfigNamespaceSelector: anyNamespace,
    scrapeConfigSelector: labelSelector,
    scrapeInterval: duration,
    scrapeProtocols: list(text()),
    secretNamespaces: list(text()),
    serviceMonitorNamespaceSelector: anyNamespace,
    serviceMonitorSelector: labelSelector,
  }),
  replicas: number(),
});

/** `opentelemetry.io/v1beta1`: https://github.com/open-telemetry/opentelemetry-operator/blob/main/docs/api/opentelemetrycollectors.md */
export const collector = struct(
  {
    ...placement,
    additionalContainers: list(core('Container')),
    args: map(text()),
    autoscaler: struct({
      behavior: core('HorizontalPodAutoscalerBehavior'),
      maxReplicas: number({ minimum: 1 }),
      metrics: list(struct({ pods: anything, type: text() }, ['type'])),
      minReplicas: number({ minimum: 1 }),
      targetCPUUtilization: number({ minimum: 1 }),
      targetMemoryUtilization: number({ minimum: 1 }),
    }),
    command: list(text(), { minItems: 1 }),
    config,
    configVersions: number({ default: 3, minimum: 1 }),
    configmaps: list(struct({ mountpath: text(), name: text() }, ['mountpath', 'name'])),
    daemonSetUpdateStrategy: updateStrategy,
    deploymentUpdateStrategy: updateStrategy,
    dnsPolicy: text(),
    envFrom: list(core('EnvFromSource')),
    hostAliases: list(struct({ hostnames: list(text()), ip: text() }, ['ip'])),
    hostNetwork: flag,
    hostPID: flag,
    hostUsers: flag,
    httpRoute: struct(
      { enabled: flag, gateway: text(), gatewayNamespace: text(), hostnames: list(text()) },
      ['enabled', 'gateway'],
    ),
    imagePullPolicy: text(),
    ingress: struct({
      annotations: map(text()),
      hostname: text(),
      ingressClassName: text(),
      route: struct({ termination: choice('insecure', 'edge', 'passthrough', 'reencrypt') }),
      ruleType: choice('path', 'subdomain'),
      tls: list(struct({ hosts: list(text()), secretName: text() })),
      type: choice('ingress', 'route'),
    }),
    initContainers: list(core('Container')),
    ipFamilies: list(text()),
    ipFamilyPolicy: text({ default: 'SingleStack' }),
    lifecycle: core('Lifecycle'),
    livenessProbe: core('Probe'),
    managementState: { ...choice('managed', 'unmanaged'), default: 'managed' },
    mode: choice('daemonset', 'deployment', 'sidecar', 'statefulset'),
    networkPolicy: struct({ enabled: flag }),
    persistentVolumeClaimRetentionPolicy: struct({ whenDeleted: text(), whenScaled: text() }),
    podAnnotations: map(text()),
    podDnsConfig: core('PodDNSConfig'),
    podManagementPolicy: choice('OrderedReady', 'Parallel'),
    ports: list(
      struct(
        {
          appProtocol: text(),
          hostPort: number({ minimum: 0, maximum: 65535 }),
          name: text(),
          nodePort: number(),
          port: number(),
          protocol: text({ default: 'TCP' }),
          targetPort: either(),
        },
        ['port'],
      ),
    ),
    priorityClassName: text(),
    readinessProbe: core('Probe'),
    replicas: number({ default: 1 }),
    serviceName: text(),
    sessionAffinity: text(),
    sessionAffinityConfig: core('SessionAffinityConfig'),
    shareProcessNamespace: flag,
    startupProbe: core('Probe'),
    targetAllocator,
    terminationGracePeriodSeconds: number(),
    trafficDistribution: text(),
    upgradeStrategy: choice('automatic', 'none'),
    volumeClaimTemplates: list(core('PersistentVolumeClaim')),
    volumeMounts: list(core('VolumeMount')),
    volumes: list(core('Volume')),
  },
  ['config'],
);
