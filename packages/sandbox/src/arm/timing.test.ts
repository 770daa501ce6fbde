import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../state/store.ts';
import { lengths, Timing } from './timing.ts';
import { resourceTypes } from './types/index.ts';

test('every operation of a type has a length, and every length a type', () => {
  const types = new Map(resourceTypes.map(one => [one.type.toLowerCase(), one]));
  for (const [name, { write, remove }] of types) {
    if (write) assert.ok(lengths[name]?.create, `create of ${name}`);
    if (write?.updateState) assert.ok(lengths[name]?.update, `update of ${name}`);
    if (remove) assert.ok(lengths[name]?.remove, `remove of ${name}`);
  }
  for (const name of Object.keys(lengths)) assert.ok(types.has(name), name);
});

test('a scale slows down and quickens, and is kept', () => {
  const store = new Store(':memory:');
  const timing = new Timing(store);
  const account = 'Microsoft.CognitiveServices/accounts';
  assert.equal(timing.milliseconds(account, 'create'), 1200);
  timing.change({ scale: 1 });
  assert.equal(new Timing(store).milliseconds(account, 'create'), 60_000);
  assert.throws(() => timing.change({ scale: -1 }), /0 to 10/);
});

test('Retry-After is as recorded, scaled, and never more than the operation', () => {
  const timing = new Timing(new Store(':memory:'));
  const endpoint = 'Microsoft.Network/privateEndpoints';
  assert.equal(
    timing.retryAfter('Microsoft.CognitiveServices/accounts', 'first', 60_000),
    undefined,
  );
  assert.equal(timing.retryAfter(endpoint, 'poll', 700), 1, 'the header cannot say less');
  assert.equal(timing.retryAfter(endpoint, 'poll', 0), undefined, 'nothing to wait for');
  timing.change({ scale: 1 });
  assert.equal(timing.retryAfter(endpoint, 'poll', 35_000), 10);
  assert.equal(timing.retryAfter(endpoint, 'poll', 4_500), 4);
  assert.equal(timing.retryAfter('Microsoft.Network/privateDnsZones', 'first', 13_000), 3);
  timing.change({ retryAfter: 1 });
  assert.equal(timing.retryAfter(endpoint, 'poll', 35_000), 1, 'told otherwise');
});
