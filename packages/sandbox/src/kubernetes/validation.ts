import { customProblems } from './custom/customKinds.ts';
import type { Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { dotted, schemaProblems } from './schema.ts';
import { required, unsupported, type FieldProblem } from './status.ts';
import { budgetProblems, scalerProblems } from './validation/autoscaling.ts';
import { configMapProblems, secretProblems } from './validation/configuration.ts';
import { limitRangeProblems, quotaProblems } from './validation/limits.ts';
import { metadataProblems, namespaceProblems } from './validation/metadata.ts';
import { networkPolicyProblems } from './validation/networkPolicy.ts';
import { podProblems } from './validation/pod.ts';
import { bindingProblems, roleProblems } from './validation/rbac.ts';
import { serviceProblems } from './validation/service.ts';
import { deploymentProblems, workloadProblems } from './validation/workload.ts';

/** Everything that is wrong with an object as it would be stored, as the API server lists it. */
export function problemsOf(
  kind: Kind,
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const own = byKind[kind.kind]?.(object, existing) ?? [];
  const bySchema = schemaProblems(kind, object).flatMap(({ path, keyword, allowed, value }) => {
    const field = dotted(path);
    // what a controller writes is its own
    if (path[0] === 'status') return [];
    if (keyword === 'required') return [required(field)];
    if (keyword === 'enum') return [unsupported(field, value, allowed ?? [])];
    return [];
  });
  return [
    ...metadataProblems(kind, object, !existing),
    ...own,
    ...customProblems(kind, object),
    ...bySchema.filter(
      ({ field }) => !own.some(one => field.startsWith(one.field) || one.field.startsWith(field)),
    ),
  ];
}

type Problems = (object: KubernetesObject, existing?: KubernetesObject) => FieldProblem[];

const byKind: Record<string, Problems> = {
  Namespace: namespaceProblems,
  ConfigMap: configMapProblems,
  Secret: secretProblems,
  ResourceQuota: quotaProblems,
  LimitRange: limitRangeProblems,
  NetworkPolicy: networkPolicyProblems,
  Service: serviceProblems,
  Pod: pod => podProblems(pod.spec, 'spec'),
  Deployment: deploymentProblems,
  ReplicaSet: workloadProblems,
  StatefulSet: workloadProblems,
  DaemonSet: workloadProblems,
  Job: job => podProblems(job.spec?.template?.spec, 'spec.template.spec', ['OnFailure', 'Never']),
  PodDisruptionBudget: budgetProblems,
  HorizontalPodAutoscaler: scalerProblems,
  Role: roleProblems,
  ClusterRole: roleProblems,
  RoleBinding: bindingProblems,
  ClusterRoleBinding: bindingProblems,
};
