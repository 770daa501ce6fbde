import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { access } from '../testing/witness/access.ts';
import { configMaps } from '../testing/witness/configMaps.ts';
import { objects } from '../testing/witness/objects.ts';
import { others } from '../testing/witness/others.ts';
import { sideBySide } from '../testing/witness/sideBySide.ts';
import { workloads } from '../testing/witness/workloads.ts';

const truth = outsideTruth('envtest/start.mjs');
const crds = outsideTruth('kubernetes/crds');

describe('the real kube-apiserver and the sandbox answer alike', { skip: truth.skip }, () => {
  let both: Awaited<ReturnType<typeof sideBySide>>;
  before(async () => {
    const { startControlPlane } = await import(truth.url);
    both = await sideBySide(await startControlPlane({ crds: crds.path }));
  });
  after(() => both?.stop());

  for (const [index, request] of [
    ...configMaps,
    ...workloads,
    ...others,
    ...objects,
    ...access,
  ].entries()) {
    const { what, method, path } = request;
    test(`${index + 1} ${what}: ${method} ${path}`, async () => {
      const { real, sandbox } = await both.answers(request);
      assert.deepEqual(sandbox, real);
    });
  }
});
