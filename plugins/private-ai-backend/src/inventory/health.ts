import { TAG_ENTITY, type AppResource, type Health } from '@private-ai/plugin-private-ai-common';
import type { ArmResource } from '../azure/client';
import type { KubernetesObject } from '../kubernetes/client';
import { podTrouble } from '../kubernetes/podTroubles';
import { progressOf } from '../kubernetes/rollout';

const gravity: readonly Health[] = ['unhealthy', 'missing', 'progressing', 'unknown', 'healthy'];

/** The gravest of several; nothing known of nothing. */
export function worst(healths: readonly Health[]): Health {
  return gravity.find(health => healths.includes(health)) ?? 'unknown';
}

/** One thing that an app should have. */
export interface Expected {
  id: string;
  type: string;
  name: string;
}

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
  const is = (health: Health, message?: string): AppResource => ({
    ...expected,
    health,
    ...(message === undefined ? {} : { message }),
  });
  if (!resource) return is('missing', `${expected.name} does not exist: provision the app again.`);
  const tagged = resource.tags?.[TAG_ENTITY];
  if (owner && tagged?.toLowerCase() !== owner.toLowerCase()) {
    return is(
      'unknown',
      `${expected.name} does not carry this app's tag ${TAG_ENTITY}: it is not looked at.`,
    );
  }
  const state = String(resource.properties?.provisioningState ?? 'Succeeded');
  if (settling.has(state.toLowerCase())) return is('progressing', `Azure says ${state}.`);
  if (state.toLowerCase() !== 'succeeded') {
    return is('unhealthy', `Azure says ${state} of ${expected.name}: provision the app again.`);
  }
  return is('healthy');
}

/** A Deployment, with what keeps its pods from running. */
export function deploymentHealth(
  expected: Expected,
  deployment: KubernetesObject | undefined,
  pods: readonly KubernetesObject[],
): AppResource {
  if (!deployment) {
    return {
      ...expected,
      health: 'missing',
      message: `There is no Deployment ${expected.name}: deploy the app.`,
    };
  }
  const { done, progress } = progressOf(deployment);
  const troubles = pods.flatMap(pod => podTrouble(pod) ?? []);
  const trouble = troubles.find(({ final }) => final) ?? troubles[0];
  if (done && !trouble?.final) return { ...expected, health: 'healthy' };
  const message = trouble?.sentence ?? `${progress}.`;
  return { ...expected, health: trouble?.final ? 'unhealthy' : 'progressing', message };
}

/**
 * An object that is as it should be once it is there.
 * @param remedy - what to do where it is not
 */
export function presence(
  expected: Expected,
  object: KubernetesObject | undefined,
  remedy = 'provision the app again',
): AppResource {
  if (object?.status?.phase === 'Terminating') {
    return { ...expected, health: 'progressing', message: `${expected.name} is being removed.` };
  }
  if (object) return { ...expected, health: 'healthy' };
  return {
    ...expected,
    health: 'missing',
    message: `There is no ${expected.type} ${expected.name}: ${remedy}.`,
  };
}
