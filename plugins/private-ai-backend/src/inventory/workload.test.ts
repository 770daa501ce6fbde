import type { KubernetesObject } from '../kubernetes/client';
import { deploymentFacts } from './workload';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
const condition = (type: string, status: string, at: string) => ({
  ...{ type, status, lastTransitionTime: at },
});

const deployment = (
  conditions: object[],
  { replicas = 1, observedGeneration = 2, availableReplicas = 0 } = {},
): KubernetesObject => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'weather', namespace: 'ai-weather', generation: 2 },
  spec: { replicas },
  status: { conditions, observedGeneration, availableReplicas },
});

it('tells pods that have just been started from pods that do not come up', () => {
  const now = ago(5);
  const of = (...args: Parameters<typeof deployment>) => deploymentFacts(deployment(...args));
  expect(of([condition('Available', 'False', now)])).toEqual({
    ...{ wanted: 1, ready: 0, since: now, starting: true },
  });
  expect(of([condition('Available', 'False', ago(600))]).starting).toBeUndefined();
  // Scaled up, and not yet come to.
  const before = [condition('Available', 'True', ago(600))];
  expect(of(before, { observedGeneration: 1 }).starting).toBe(true);
  // Given up on.
  const late = condition('Progressing', 'False', now);
  expect(of([condition('Available', 'False', now), late]).starting).toBeUndefined();
});
