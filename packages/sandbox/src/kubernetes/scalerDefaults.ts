import { canonical } from './quantity.ts';
import { fill, type Fields } from './podDefaults.ts';

const period = 15;

/** Fills in a HorizontalPodAutoscaler: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#default-behavior */
export function scalerDefaults(spec: Fields): void {
  fill(spec, {
    minReplicas: 1,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ],
  });
  for (const metric of spec.metrics as Record<string, { target?: Fields } | string>[]) {
    for (const source of Object.values(metric)) {
      const target = typeof source === 'object' ? (source.target ?? {}) : {};
      for (const field of ['averageValue', 'value']) {
        if (target[field] !== undefined) target[field] = canonical(target[field]);
      }
    }
  }
  const behaviour = spec.behavior as Record<string, Fields> | undefined;
  if (!behaviour) return;
  const all = { type: 'Percent', value: 100, periodSeconds: period };
  fill((behaviour.scaleUp ??= {}), {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 4, periodSeconds: period }, all],
  });
  fill((behaviour.scaleDown ??= {}), { selectPolicy: 'Max', policies: [all] });
}
