import type { KubernetesObject } from '../kubernetes/client';
import { deploymentFacts } from './workload';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

/** None of its pods is ready since a moment ago. */
function startingOf({
  scaled = 600,
  observedGeneration = 2,
  rollout = { status: 'True', reason: 'NewReplicaSetAvailable', lastUpdateTime: ago(600) },
} = {}): boolean | undefined {
  const deployment: KubernetesObject = {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: {
      ...{ name: 'weather', namespace: 'ai-weather', generation: 2 },
      managedFields: [
        { manager: 'portal', time: ago(3600), fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
        { manager: 'kubectl', time: ago(scaled), fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      ],
    },
    spec: { replicas: 1 },
    status: {
      ...{ observedGeneration, availableReplicas: 0 },
      conditions: [
        { type: 'Available', status: 'False', lastTransitionTime: ago(5) },
        { type: 'Progressing', ...rollout },
      ],
    },
  };
  return deploymentFacts(deployment).starting;
}

const rolling = { status: 'True', reason: 'ReplicaSetUpdated', lastUpdateTime: ago(5) };

it('starts what somebody has scaled up, or released, a moment ago', () => {
  expect(startingOf({ scaled: 5 })).toBe(true);
  expect(startingOf({ rollout: rolling })).toBe(true);
  // The controller has not come to it yet.
  expect(startingOf({ observedGeneration: 1 })).toBe(true);
});

it('does not start what has died, does not come up, or was given up', () => {
  expect(startingOf()).toBeUndefined();
  expect(startingOf({ rollout: { ...rolling, lastUpdateTime: ago(600) } })).toBeUndefined();
  const late = { ...rolling, status: 'False', reason: 'ProgressDeadlineExceeded' };
  expect(startingOf({ scaled: 5, rollout: late })).toBeUndefined();
});
