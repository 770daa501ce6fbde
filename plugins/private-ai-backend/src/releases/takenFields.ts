import type { KubernetesObject } from '../kubernetes/client';
import { any, anything, atMost, fields, not, oneOf, type Taken } from './taken';
import { podTemplate } from './takenPod';

const metadata = fields({
  ...any('name', 'namespace', 'labels', 'annotations'),
  finalizers: not('the namespace could not be removed'),
});

const spec: Record<string, Taken> = {
  Deployment: fields({
    ...any('replicas', 'selector', 'strategy', 'minReadySeconds', 'progressDeadlineSeconds'),
    revisionHistoryLimit: atMost(20, 'the namespace’s quota counts them'),
    template: podTemplate,
  }),
  Service: fields({
    ...any('selector', 'ports', 'clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'),
    ...any('internalTrafficPolicy', 'sessionAffinity', 'sessionAffinityConfig'),
    publishNotReadyAddresses: anything,
    type: oneOf(['ClusterIP'], 'use ClusterIP'),
    // An address of one's own choosing takes over what the whole cluster sends there.
    externalIPs: not('it would take over what others send there'),
  }),
  PodDisruptionBudget: fields(
    any('minAvailable', 'maxUnavailable', 'selector', 'unhealthyPodEvictionPolicy'),
  ),
  HorizontalPodAutoscaler: fields(
    any('scaleTargetRef', 'minReplicas', 'maxReplicas', 'metrics', 'behavior'),
  ),
};

/**
 * What of a manifest is not taken: an application's own fields are listed, and what Kubernetes has beside them, now or in its
 * next version, is not deployed unseen.
 */
export function refusedField(object: KubernetesObject): string | undefined {
  const taken =
    object.kind === 'ConfigMap'
      ? any('data', 'binaryData', 'immutable')
      : { spec: spec[object.kind] };
  return fields({ ...any('apiVersion', 'kind'), metadata, ...taken })(object, '');
}
