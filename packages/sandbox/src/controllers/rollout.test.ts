import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextScales, strategyOf, type Strategy } from './rollout.ts';

const object = (spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app' },
  spec,
});

test('shares are rounded so that pods are made rather than missing', () => {
  const { maxSurge, maxUnavailable } = strategyOf(object({ replicas: 2 }));
  assert.deepEqual([maxSurge, maxUnavailable], [1, 0]);
  const neither = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: '10%' } };
  assert.equal(strategyOf(object({ replicas: 3, strategy: neither })).maxUnavailable, 1);
});

/** Lets pods become available one step after they were asked for, and notes the least that were, until nothing moves. */
function roll(strategy: Strategy, brokenFresh = false) {
  let fresh = { name: 'new', replicas: 0, available: 0 };
  let old = {
    name: 'old',
    replicas: strategy.replicas,
    available: strategy.replicas,
    pods: strategy.replicas,
  };
  let least = Infinity;
  let most = 0;
  for (let step = 0; step < 30; step++) {
    const next = nextScales(strategy, fresh, [old]);
    const left = next.get('old') ?? 0;
    old = { name: 'old', replicas: left, available: Math.min(old.available, left), pods: left };
    const asked = next.get('new') ?? 0;
    least = Math.min(least, old.available + fresh.available);
    most = Math.max(most, left + asked);
    fresh = { name: 'new', replicas: asked, available: brokenFresh ? 0 : fresh.replicas };
  }
  return { fresh: fresh.replicas, old: old.replicas, least, most };
}

test('a rollout stays between its bounds and ends', () => {
  for (const replicas of [1, 2, 5]) {
    for (const [maxSurge, maxUnavailable] of [
      [1, 0],
      [0, 1],
      [2, 1],
    ]) {
      const bounds = { replicas, maxSurge, maxUnavailable, recreate: false };
      const { fresh, old, least, most } = roll(bounds);
      assert.deepEqual([fresh, old], [replicas, 0], JSON.stringify(bounds));
      assert.ok(least >= replicas - maxUnavailable, `least ${least} of ${JSON.stringify(bounds)}`);
      assert.ok(most <= replicas + maxSurge, `most ${most} of ${JSON.stringify(bounds)}`);
    }
  }
});

test('new pods that never become ready leave the old ones', () => {
  const { old, least } = roll(
    { replicas: 2, maxSurge: 1, maxUnavailable: 0, recreate: false },
    true,
  );
  assert.deepEqual([old, least], [2, 2]);
});

test('Recreate makes nothing new before the old are gone', () => {
  const strategy = { replicas: 2, maxSurge: 0, maxUnavailable: 0, recreate: true };
  const fresh = { name: 'new', replicas: 0, available: 0 };
  const old = { name: 'old', replicas: 0, available: 0, pods: 1 };
  assert.equal(nextScales(strategy, fresh, [old]).get('new'), 0);
  assert.equal(nextScales(strategy, fresh, [{ ...old, pods: 0 }]).get('new'), 2);
});
