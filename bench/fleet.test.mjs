import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fleet } from './provisioning/fleetRun.mjs';

// More writes than a full bucket holds: without a pace, a part of them is refused.
test('forty applications at once are paced, and each converges', async () => {
  const { converged, wrong, failures, calls, throttled } = await fleet(40);
  assert.deepEqual(failures, []);
  assert.deepEqual(wrong, []);
  assert.equal(converged, 40);
  assert.ok(throttled <= 0.02 * calls, `${throttled} of ${calls} calls were refused`);
});
