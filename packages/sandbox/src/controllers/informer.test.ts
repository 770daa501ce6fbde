import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Informer } from './informer.ts';
import { clusters, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

test('an answer that comes after the object’s end does not bring it back', async () => {
  const sandbox = clusters.find(({ name }) => name === "the sandbox's cluster");
  assert.ok(sandbox);
  const it = await startControllersForTest(sandbox.start);
  const stopping = new AbortController();
  try {
    const informer = new Informer(it.client, 'configmaps', message => assert.fail(message));
    await informer.start(stopping.signal);
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'short-lived' } };
    const created = await it.client.create('configmaps', configMap, 'default');
    informer.accept(created);
    const key = 'default/short-lived';
    assert.ok(informer.get(key), 'at once, without waiting for the watch');
    await it.client.delete('configmaps', created.metadata);
    await until('its end is heard', async () => informer.get(key) === undefined);
    informer.accept(created);
    assert.equal(informer.get(key), undefined);
  } finally {
    stopping.abort();
    await it.stop();
  }
});
