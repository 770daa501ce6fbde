import type { KubernetesObject } from '../kubernetes/client';

/**
 * What of a repository's objects does not go together, as the end of a sentence: how many pods there are has one master, and
 * a node can be drained at any time.
 */
export function scalingProblem(
  { metadata, spec }: KubernetesObject,
  objects: readonly KubernetesObject[],
): string | undefined {
  const of = (kind: string) => objects.filter(one => one.kind === kind);
  const [scaler, another] = of('HorizontalPodAutoscaler');
  if (another) return 'has more than one HorizontalPodAutoscaler: the app has one Deployment.';
  if (scaler) {
    const { kind, name } = scaler.spec?.scaleTargetRef ?? {};
    if (kind !== 'Deployment' || name !== metadata.name)
      return `has a HorizontalPodAutoscaler that scales ${kind} ${name}: it has to be Deployment ${metadata.name}.`;
    if (spec?.replicas !== undefined)
      return `has a HorizontalPodAutoscaler, and replicas in its Deployment: take replicas out, else each deployment sets back what the load asked for.`;
  }
  const fewest: number = scaler ? (scaler.spec.minReplicas ?? 1) : (spec?.replicas ?? 1);
  const stuck = of('PodDisruptionBudget').find(one => neverAway(one, fewest));
  return (
    stuck &&
    `has a PodDisruptionBudget, ${stuck.metadata.name}, that lets none of ${fewest} pods go: no node could be drained, and the cluster not be upgraded. Set maxUnavailable: 1.`
  );
}

function neverAway({ spec }: KubernetesObject, replicas: number): boolean {
  const { maxUnavailable, minAvailable } = spec ?? {};
  if (maxUnavailable !== undefined) return /^0+%?$/.test(String(maxUnavailable));
  return minAvailable === '100%' || (typeof minAvailable === 'number' && minAvailable >= replicas);
}
