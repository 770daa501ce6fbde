import { specified } from './object.ts';

const budget = (what: string, spec: unknown) => specified('PodDisruptionBudget', what, spec);
const selector = { matchLabels: { app: 'a' } };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const scaler = (what: string, spec: object) =>
  specified('HorizontalPodAutoscaler', what, { scaleTargetRef, maxReplicas: 3, ...spec });
const cpu = (target: unknown) => ({ type: 'Resource', resource: { name: 'cpu', target } });

export const autoscaling = [
  budget('at least one', { minAvailable: 1, selector }),
  budget('a quarter less', { maxUnavailable: '25%', selector }),
  budget('both', { minAvailable: 1, maxUnavailable: 1, selector }),
  budget('neither', { selector }),
  budget('less than none', { minAvailable: -1, selector }),
  budget('more than all', { maxUnavailable: '101%', selector }),
  budget('no percentage', { maxUnavailable: 'some', selector }),
  budget('no selector', { maxUnavailable: 1 }),
  budget('a bad selector', {
    maxUnavailable: 1,
    selector: { matchExpressions: [{ key: 'a', operator: 'DoesNotExist', values: ['x'] }] },
  }),
  budget('always out', { maxUnavailable: 0, selector, unhealthyPodEvictionPolicy: 'AlwaysAllow' }),
  budget('no such policy', { maxUnavailable: 0, selector, unhealthyPodEvictionPolicy: 'Never' }),
  scaler('by cpu', {
    minReplicas: 1,
    metrics: [cpu({ type: 'Utilization', averageUtilization: 70 })],
  }),
  scaler('by nothing said', {}),
  scaler('by amount', { metrics: [cpu({ type: 'AverageValue', averageValue: '500m' })] }),
  scaler('min over max', { minReplicas: 4 }),
  scaler('min of none', { minReplicas: 0 }),
  scaler('max of none', { maxReplicas: 0 }),
  scaler('negative max', { maxReplicas: -1 }),
  scaler('of nobody', { scaleTargetRef: { kind: 'Deployment', name: '' } }),
  scaler('of a bad name', { scaleTargetRef: { kind: 'Deployment', name: 'a/b' } }),
  scaler('of no kind', { scaleTargetRef: { name: 'a' } }),
  scaler('no such metric', { metrics: [{ type: 'Luck' }] }),
  scaler('a metric without its source', { metrics: [{ type: 'Resource' }] }),
  scaler('a metric with another source', {
    metrics: [
      {
        type: 'Pods',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 1 } },
      },
    ],
  }),
  scaler('no target', { metrics: [cpu({ type: 'Utilization' })] }),
  scaler('two targets', {
    metrics: [cpu({ type: 'Utilization', averageUtilization: 70, averageValue: '1' })],
  }),
  scaler('a target of none', { metrics: [cpu({ type: 'Utilization', averageUtilization: 0 })] }),
  scaler('no type of target', { metrics: [cpu({ averageUtilization: 10 })] }),
  scaler('behaviour', {
    behavior: {
      scaleDown: {
        stabilizationWindowSeconds: 60,
        policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
      },
    },
  }),
  scaler('too long a window', { behavior: { scaleDown: { stabilizationWindowSeconds: 3601 } } }),
  scaler('a bad rule', {
    behavior: {
      scaleUp: { selectPolicy: 'Most', policies: [{ type: 'Pods', value: 0, periodSeconds: 0 }] },
    },
  }),
];
