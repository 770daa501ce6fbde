import { any, anything, atMost, both, each, fields, not, oneOf, type Taken } from './taken';

/** Seconds that pods may take to end: a node's drain and a retirement wait for them. */
const longestGrace = 300;

/** Pods of an instrumented application are the portal's to mark; another's collector would get what they say. */
const annotations: Taken = (value, path) => {
  const foreign = Object.keys(value as object).find(key =>
    /^(sidecar|instrumentation)\.opentelemetry\.io\//.test(key),
  );
  return foreign && `${path} ${foreign}: the portal has pods instrumented`;
};

/** Without a key every taint is tolerated; these nodes are the cluster's own, or the portal's, from where more is reached. */
const toleration: Taken = (value, path) => {
  const { key } = value as { key?: unknown };
  if (key === 'private-ai-portal') return `${path} of ${key}: it leads to the portal’s own nodes`;
  const own =
    typeof key !== 'string' || /^(|CriticalAddonsOnly|node-role\.kubernetes\.io\/.*)$/.test(key);
  return own
    ? `${path}: without a key, or of CriticalAddonsOnly, it leads to nodes that are the cluster’s own`
    : undefined;
};

/** By the node's own network, from where more is reached than from a pod. */
const host = not('a probe goes to its own pod');
const probe = fields({
  ...any('exec', 'grpc', 'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds'),
  ...any('successThreshold', 'failureThreshold', 'terminationGracePeriodSeconds'),
  httpGet: fields({ ...any('path', 'port', 'scheme', 'httpHeaders'), host }),
  tcpSocket: fields({ port: anything, host }),
});
const hook = fields({
  ...any('exec', 'sleep'),
  httpGet: fields({ ...any('path', 'port', 'scheme', 'httpHeaders'), host }),
});

const container = fields({
  ...any('name', 'image', 'imagePullPolicy', 'command', 'args', 'workingDir', 'ports'),
  ...any('env', 'envFrom', 'resizePolicy', 'restartPolicy', 'volumeMounts', 'securityContext'),
  ...any('terminationMessagePath', 'terminationMessagePolicy', 'stdin', 'stdinOnce', 'tty'),
  resources: fields(any('limits', 'requests')),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle: fields({ postStart: hook, preStop: hook, stopSignal: anything }),
});

const sources = {
  configMap: anything,
  secret: anything,
  downwardAPI: anything,
  projected: fields({
    defaultMode: anything,
    sources: each(fields(any('configMap', 'secret', 'downwardAPI', 'serviceAccountToken'))),
  }),
  emptyDir: both(
    fields({
      sizeLimit: anything,
      medium: oneOf(['', 'Memory'], 'only Memory is there beside the disk'),
    }),
    (value, path) =>
      (value as { sizeLimit?: unknown }).sizeLimit === undefined
        ? `${path} without sizeLimit: it would fill its node, which then drives out everybody’s pods`
        : undefined,
  ),
};
const volume = both(
  fields({
    name: anything,
    ...sources,
    image: not('nodes pull everybody’s images; put it into the application’s own'),
  }),
  // Kubernetes makes an emptyDir of one that says nothing.
  (value, path) =>
    Object.keys(sources).some(source => (value as Record<string, unknown>)[source] != null)
      ? undefined
      : `${path} that is none of ${Object.keys(sources).join(', ')}`,
);

const pod = fields({
  ...any('topologySpreadConstraints', 'affinity', 'nodeSelector', 'securityContext'),
  ...any('restartPolicy', 'enableServiceLinks', 'shareProcessNamespace', 'hostUsers'),
  // The portal's own is laid over these.
  ...any('serviceAccountName', 'serviceAccount', 'automountServiceAccountToken'),
  terminationGracePeriodSeconds: atMost(
    longestGrace,
    `pods have to end within ${longestGrace} seconds`,
  ),
  tolerations: each(
    both(fields(any('key', 'operator', 'value', 'effect', 'tolerationSeconds')), toleration),
  ),
  volumes: each(volume),
  initContainers: each(container),
  containers: each(container),
  nodeName: not('the scheduler finds the node'),
  priorityClassName: not('it drives others’ pods out'),
});

/** The template of an application's pods: what makes it run, and nothing that reaches beyond its pods or outlives them. */
export const podTemplate = fields({
  metadata: fields({
    ...any('name', 'labels'),
    annotations,
    finalizers: not('pods would never go, nor would their namespace'),
  }),
  spec: pod,
});
