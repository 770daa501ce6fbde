/** A kind that the cluster serves. */
export interface Kind {
  group: string;
  version: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  namespaced: boolean;
  /** It has the `status` subresource. */
  status?: boolean;
  /** It has the `scale` subresource. */
  scale?: boolean;
  /** Shown by `kubectl get all`. */
  all?: boolean;
  /** It is a question: created, answered and not kept. */
  review?: boolean;
}

const core = (
  kind: string,
  plural: string,
  shortNames: string[] = [],
  more: Partial<Kind> = {},
): Kind => ({
  group: '',
  version: 'v1',
  kind,
  plural,
  shortNames,
  namespaced: true,
  ...more,
});
const named = (
  group: string,
  version: string,
  kind: string,
  plural: string,
  more: Partial<Kind> = {},
): Kind => ({
  group,
  version,
  kind,
  plural,
  namespaced: true,
  ...more,
});

/** Everything that the cluster serves; a kind is what is in this list. */
export const kinds: Kind[] = [
  core('Namespace', 'namespaces', ['ns'], { namespaced: false, status: true }),
  core('Node', 'nodes', ['no'], { namespaced: false, status: true }),
  core('Pod', 'pods', ['po'], { status: true, all: true }),
  core('Service', 'services', ['svc'], { status: true, all: true }),
  core('ServiceAccount', 'serviceaccounts', ['sa']),
  core('Secret', 'secrets'),
  core('ConfigMap', 'configmaps', ['cm']),
  core('Event', 'events', ['ev']),
  core('Endpoints', 'endpoints', ['ep']),
  core('LimitRange', 'limitranges', ['limits']),
  core('ResourceQuota', 'resourcequotas', ['quota'], { status: true }),
  core('PersistentVolumeClaim', 'persistentvolumeclaims', ['pvc'], { status: true }),
  named('apps', 'v1', 'Deployment', 'deployments', {
    shortNames: ['deploy'],
    status: true,
    scale: true,
    all: true,
  }),
  named('apps', 'v1', 'ReplicaSet', 'replicasets', {
    shortNames: ['rs'],
    status: true,
    scale: true,
    all: true,
  }),
  named('apps', 'v1', 'StatefulSet', 'statefulsets', {
    shortNames: ['sts'],
    status: true,
    scale: true,
    all: true,
  }),
  named('apps', 'v1', 'DaemonSet', 'daemonsets', { shortNames: ['ds'], status: true, all: true }),
  named('batch', 'v1', 'Job', 'jobs', { status: true, all: true }),
  named('batch', 'v1', 'CronJob', 'cronjobs', { shortNames: ['cj'], status: true, all: true }),
  named('autoscaling', 'v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    shortNames: ['hpa'],
    status: true,
    all: true,
  }),
  named('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets', {
    shortNames: ['pdb'],
    status: true,
  }),
  named('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies', { shortNames: ['netpol'] }),
  named('networking.k8s.io', 'v1', 'Ingress', 'ingresses', { shortNames: ['ing'], status: true }),
  named('discovery.k8s.io', 'v1', 'EndpointSlice', 'endpointslices'),
  named('rbac.authorization.k8s.io', 'v1', 'Role', 'roles'),
  named('rbac.authorization.k8s.io', 'v1', 'RoleBinding', 'rolebindings'),
  named('rbac.authorization.k8s.io', 'v1', 'ClusterRole', 'clusterroles', { namespaced: false }),
  named('rbac.authorization.k8s.io', 'v1', 'ClusterRoleBinding', 'clusterrolebindings', {
    namespaced: false,
  }),
  ...['SelfSubjectAccessReview', 'SelfSubjectRulesReview', 'SubjectAccessReview'].map(kind =>
    named('authorization.k8s.io', 'v1', kind, `${kind.toLowerCase()}s`, {
      namespaced: false,
      review: true,
    }),
  ),
  named('authorization.k8s.io', 'v1', 'LocalSubjectAccessReview', 'localsubjectaccessreviews', {
    review: true,
  }),
  named('authentication.k8s.io', 'v1', 'SelfSubjectReview', 'selfsubjectreviews', {
    namespaced: false,
    review: true,
  }),
  named('metrics.k8s.io', 'v1beta1', 'PodMetrics', 'pods'),
  named('opentelemetry.io', 'v1alpha1', 'Instrumentation', 'instrumentations', {
    shortNames: ['otelinst', 'otelinsts'],
    status: true,
  }),
  named('opentelemetry.io', 'v1beta1', 'OpenTelemetryCollector', 'opentelemetrycollectors', {
    shortNames: ['otelcol', 'otelcols'],
    status: true,
  }),
  named('azmonitoring.coreos.com', 'v1', 'PodMonitor', 'podmonitors', { shortNames: ['pmon'] }),
  named('azmonitoring.coreos.com', 'v1', 'ServiceMonitor', 'servicemonitors', {
    shortNames: ['smon'],
  }),
];

export const apiVersion = ({ group, version }: Kind) => (group ? `${group}/${version}` : version);

/** `deployments.apps`, or `pods` in the core group: how messages name a resource. */
export const qualified = ({ plural, group }: Kind) => (group ? `${plural}.${group}` : plural);

export const kindOf = (group: string, kind: string): Kind | undefined =>
  kinds.find(one => one.group === group && one.kind === kind);

/** The kind of this name, which the cluster is known to serve. */
export function servedKind(name: string): Kind {
  const found = kinds.find(one => one.kind === name);
  if (!found) throw new Error(`The cluster serves no kind ${name}.`);
  return found;
}

/** What a path of the API points at. */
export interface ApiPath {
  kind: Kind;
  namespace?: string;
  name?: string;
  subresource?: string;
  /** What follows the subresource, still encoded, with its leading `/`: the path behind a service's proxy. */
  rest?: string;
}

/** Takes `/api/v1/…` or `/apis/<group>/<version>/…` apart; undefined for anything that is not served. */
export function parseApiPath(path: string): ApiPath | undefined {
  const match = /^\/(?:api|apis\/([^/]+))\/(v[^/]+)\/(.+)$/.exec(path);
  if (!match) return undefined;
  const [, group = '', version, tail] = match;
  const segments = tail.split('/');
  const find = (plural: string) =>
    kinds.find(one => one.group === group && one.version === version && one.plural === plural);
  const inNamespace =
    segments[0] === 'namespaces' && segments.length > 2 && find(segments[2])?.namespaced;
  const [plural, name, subresource, ...rest] = inNamespace ? segments.slice(2) : segments;
  const kind = find(plural);
  if (!kind) return undefined;
  return {
    kind,
    namespace: inNamespace ? decodeURIComponent(segments[1]) : undefined,
    name: name ? decodeURIComponent(name) : undefined,
    subresource: subresource || undefined,
    rest: rest.length ? `/${rest.join('/')}` : undefined,
  };
}
