import type { Operation } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import { application } from '../testing/app';
import type { WorkContext } from '../operations/work';
import { publishedForTest } from '../testing/keys';
import { VirtualClock } from '../testing/clock';
import { createProvisionWork } from '../provisioning/work';

it('what Azure would refuse is asked with a line in the log at least every 20 s', async () => {
  const { request, zone } = application();
  const nothing = { get: async () => undefined, list: async () => [] };
  const clock = new VirtualClock();
  const log: string[] = [];
  const signal = new AbortController().signal;
  const work = createProvisionWork({
    azure: () => ({ arm: nothing }) as unknown as Azure,
    cluster: () => nothing as unknown as ClusterClient,
    owner: async () => undefined,
    userTokens: publishedForTest,
    preflight: async () => {
      await clock.sleep(65_000, signal);
      return ['No quota left.'];
    },
    clock,
  });
  const run = work.run({
    operation: { kind: 'provision', input: { app: request } } as Operation<'provision'>,
    zone,
    signal,
    log: (line: string) => void log.push(line),
    stage: async () => undefined,
    checkpoints: { get: async () => undefined, set: async () => {} },
  } as unknown as WorkContext<'provision'>);
  await expect(clock.pass(run)).rejects.toThrow(/Nothing was written/);
  expect(log.filter(line => /^What Azure would refuse: .*s so far$/.test(line))).toHaveLength(4);
});
