import {
  inEnglish,
  say,
  TAG_ENTITY,
  type AppResource,
  type Health,
  type Sentence,
  type Workload,
} from '@private-ai/plugin-private-ai-common';
import type { ArmResource } from '../azure/client';
import type { KubernetesObject } from '../kubernetes/client';
import { podTrouble } from '../kubernetes/podTroubles';
import { progressOf } from '../kubernetes/rollout';
import { deploymentFacts } from './workload';

/** One thing that an app should have. */
export interface Expected {
  id: string;
  type: string;
  name: string;
}

const told = (expected: Expected, health: Health, sentence: Sentence): AppResource => ({
  ...expected,
  health,
  sentence,
  message: inEnglish(sentence),
});

const settling = new Set([
  'accepted',
  'creating',
  'updating',
  'deleting',
  'provisioning',
  'running',
]);

/**
 * An Azure resource as it is.
 * @param owner - the entity reference that its tag must hold; undefined for types without tags
 */
export function armHealth(
  expected: Expected,
  resource: ArmResource | undefined,
  owner?: string,
): AppResource {
  if (!resource) return told(expected, 'missing', say('row-absent'));
  const tagged = resource.tags?.[TAG_ENTITY];
  if (owner && tagged?.toLowerCase() !== owner.toLowerCase())
    return told(expected, 'unknown', say('row-foreign'));
  const state = String(resource.properties?.provisioningState ?? 'Succeeded');
  if (state.toLowerCase() === 'succeeded') return { ...expected, health: 'healthy' };
  const health = settling.has(state.toLowerCase()) ? 'progressing' : 'unhealthy';
  return told(expected, health, say('row-azure-says', { state }));
}

/** A Deployment, with what keeps its pods from running. */
export function deploymentHealth(
  expected: Expected,
  deployment: KubernetesObject | undefined,
  pods: readonly KubernetesObject[],
): AppResource {
  if (!deployment) return told(expected, 'missing', say('row-absent'));
  const { wanted, ready } = deploymentFacts(deployment);
  if (wanted === 0) return told(expected, 'healthy', say('row-idle'));
  const { done } = progressOf(deployment);
  const troubles = pods.flatMap(pod => podTrouble(pod) ?? []);
  const trouble = troubles.find(({ final }) => final) ?? troubles[0];
  if (done && !trouble?.final) return { ...expected, health: 'healthy' };
  const health = trouble?.final ? 'unhealthy' : 'progressing';
  // Pod, container and reason are the cluster's own words.
  if (trouble) return { ...expected, health, message: trouble.sentence };
  return told(expected, health, say('row-pods', { ready: `${ready}`, wanted: `${wanted}` }));
}

/** An object that is as it should be once it is there. */
export function presence(expected: Expected, object: KubernetesObject | undefined): AppResource {
  if (!object) return told(expected, 'missing', say('row-absent'));
  if (object.status?.phase === 'Terminating')
    return told(expected, 'progressing', say('row-removing'));
  return { ...expected, health: 'healthy' };
}

/** A Service, which is of no use without a pod behind it. */
export function servingHealth(
  expected: Expected,
  service: KubernetesObject | undefined,
  serving: Workload['serving'],
): AppResource {
  if (serving === 'no') return told(expected, 'unhealthy', say('row-no-pod'));
  return presence(expected, service);
}
