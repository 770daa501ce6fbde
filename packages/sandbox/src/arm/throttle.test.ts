import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portal } from '../entra/principals.ts';
import { Store } from '../state/store.ts';
import { bareClient } from '../testing/armClient.ts';
import type { ArmError } from './errors.ts';
import { startArmForTest } from '../testing/arm.ts';
import { Throttle } from './throttle.ts';

const path = '/subscriptions/s/resourceGroups/g';
const as = (method: string, principal = 'p') => ({ method, path, principal });

/** How many of `tries` calls get through at one moment. */
function through(throttle: Throttle, call: ReturnType<typeof as>, now: number, tries = 400) {
  let passed = 0;
  for (let n = 0; n < tries; n += 1) {
    try {
      throttle.take(call, now);
      passed += 1;
    } catch (error) {
      assert.equal((error as ArmError).status, 429);
    }
  }
  return passed;
}

test('a bucket for each kind, principal and subscription, filled again by the second', () => {
  const throttle = new Throttle(new Store(':memory:'));
  assert.equal(through(throttle, as('PUT'), 0), 200);
  assert.equal(through(throttle, as('POST'), 0), 0, 'a POST is a write');
  assert.equal(through(throttle, as('GET'), 0), 250);
  assert.equal(through(throttle, as('DELETE'), 0), 200);
  assert.equal(through(throttle, as('PUT', 'another'), 0), 200);
  assert.equal(through(throttle, { ...as('PUT'), path: '/subscriptions/t' }, 0), 200);
  assert.equal(through(throttle, as('PUT'), 3000), 30);
  assert.equal(through(throttle, as('GET'), 3000), 75);
  assert.equal(through(throttle, as('DELETE'), 3_600_000), 200, 'never more than the burst');
});

test('an answer says what is left, a refusal when to come again', () => {
  const throttle = new Throttle(new Store(':memory:'));
  throttle.change({ writes: { burst: 2, perSecond: 0.25 } });
  const header = 'x-ms-ratelimit-remaining-subscription-writes';
  assert.deepEqual(throttle.take(as('PUT'), 0), { [header]: '1' });
  assert.deepEqual(throttle.take(as('PUT'), 0), { [header]: '0' });
  assert.throws(
    () => throttle.take(as('PUT'), 1000),
    (error: ArmError) => {
      assert.equal(error.code, 'SubscriptionRequestsThrottled');
      assert.deepEqual(error.headers, { [header]: '0', 'retry-after': '3' });
      return true;
    },
  );
  throttle.take(as('PUT'), 4000);
  throttle.change({ enabled: false });
  assert.deepEqual(throttle.take(as('PUT'), 4000), {});
  assert.throws(() => throttle.change({ reads: { burst: 0, perSecond: 1 } }), /reads take/);
});

test('a client that does not wait is refused; Entra, and another principal, are not', async () => {
  const room = await startArmForTest();
  const impatient = await bareClient(room);
  const other = await bareClient(room, portal);
  try {
    room.arm.throttle.change({ reads: { burst: 5, perSecond: 0.01 } });
    const group = `/subscriptions/${room.subscriptionId}/resourceGroups/rg-landing-zone`;
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => impatient.send('GET', group)),
    );
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(refused.length, 3);
    assert.equal(refused[0].body.error.code, 'SubscriptionRequestsThrottled');
    assert.equal(refused[0].headers['retry-after'], '100');
    assert.equal(
      answers.filter(one => one.headers['x-ms-ratelimit-remaining-subscription-reads'] === '4')
        .length,
      1,
    );
    const missing = await other.send('GET', `${group}-missing`);
    assert.equal(missing.status, 404);
    assert.equal(missing.headers['x-ms-ratelimit-remaining-subscription-reads'], '4');
    const made = await impatient.send('PUT', `${group}-2`, { location: 'koreacentral' });
    assert.equal(made.headers['x-ms-ratelimit-remaining-subscription-writes'], '199');
    (await bareClient(room)).stop();
  } finally {
    impatient.stop();
    other.stop();
    await room.stop();
  }
});
