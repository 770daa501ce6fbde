import { post, type WitnessRequest } from '../request.ts';

/** Where all these objects go. */
export const home = 'objects';

const paths: Record<string, string> = {
  Namespace: '/api/v1/namespaces',
  ConfigMap: `/api/v1/namespaces/${home}/configmaps`,
  Secret: `/api/v1/namespaces/${home}/secrets`,
  ServiceAccount: `/api/v1/namespaces/${home}/serviceaccounts`,
  Service: `/api/v1/namespaces/${home}/services`,
  Pod: `/api/v1/namespaces/${home}/pods`,
  ResourceQuota: `/api/v1/namespaces/${home}/resourcequotas`,
  LimitRange: `/api/v1/namespaces/${home}/limitranges`,
  Deployment: `/apis/apps/v1/namespaces/${home}/deployments`,
  NetworkPolicy: `/apis/networking.k8s.io/v1/namespaces/${home}/networkpolicies`,
  PodDisruptionBudget: `/apis/policy/v1/namespaces/${home}/poddisruptionbudgets`,
  HorizontalPodAutoscaler: `/apis/autoscaling/v2/namespaces/${home}/horizontalpodautoscalers`,
  Role: `/apis/rbac.authorization.k8s.io/v1/namespaces/${home}/roles`,
  RoleBinding: `/apis/rbac.authorization.k8s.io/v1/namespaces/${home}/rolebindings`,
  ClusterRole: '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ClusterRoleBinding: '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  Instrumentation: `/apis/opentelemetry.io/v1alpha1/namespaces/${home}/instrumentations`,
  OpenTelemetryCollector: `/apis/opentelemetry.io/v1beta1/namespaces/${home}/opentelemetrycollectors`,
  PodMonitor: `/apis/azmonitoring.coreos.com/v1/namespaces/${home}/podmonitors`,
  ServiceMonitor: `/apis/azmonitoring.coreos.com/v1/namespaces/${home}/servicemonitors`,
};

const versionOf = (path: string) =>
  path.replace(/^\/apis?\//, '').replace(/\/(namespaces\/.*|[^/]+)$/, '');

/** Creates an object: `what` names it in words, `content` is all but kind and name. */
export function created(
  kind: string,
  what: string,
  content: Record<string, unknown> = {},
  metadata: object = {},
): WitnessRequest {
  const name = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const apiVersion = versionOf(paths[kind]);
  return post(`${kind}: ${what}`, paths[kind], {
    apiVersion,
    kind,
    metadata: { name, ...metadata },
    ...content,
  });
}

/** The same for a kind with a `spec`. */
export const specified = (kind: string, what: string, spec?: unknown, metadata?: object) =>
  created(kind, what, { spec }, metadata);
