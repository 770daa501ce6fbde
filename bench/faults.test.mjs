import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runMatrix, summed } from './provisioning/faultsRun.mjs';

test('one write of each type times every fault: it converges, or ends in its sentence and converges when resumed', async () => {
  const { table, result, wrong } = summed(await runMatrix(({ kind }) => kind === 'write'));
  console.table(table);
  console.log(JSON.stringify({ bench: 'faults', ...result }));
  assert.deepEqual(wrong, []);
  assert.ok(result.cases > 100, 'the matrix has lost cases');
});
