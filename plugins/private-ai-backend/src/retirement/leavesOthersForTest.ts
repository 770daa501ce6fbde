import type { Operation } from '@private-ai/plugin-private-ai-common';
import { azureFor } from '../azure/azureFor';
import { sameText } from '../azure/resourceId';
import { clusterFor } from '../kubernetes/clusterFor';
import { WRITES } from '../operations/provisioners';
import { createProvisionWork } from '../provisioning/work';
import { afterForTest } from '../testing/after';
import { anOwner } from '../testing/app';
import { contextOf } from '../testing/context';
import { publishedForTest } from '../testing/keys';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { requested } from '../testing/requested';
import { othersOf, pictureOf, randomFrom, type Reach } from './othersForTest';
import { createRetireWork } from './work';

/**
 * Whatever lies in the landing zone, of anybody, is there after provision, change and retire as it was before. Half of the
 * cases have something in the way, and then nothing is written at all. `PRIVATE_AI_SEED` repeats one.
 */
export function leavesOthersAlone({ cases }: { cases: number }): void {
  const first = Number(process.env.PRIVATE_AI_SEED ?? Date.now() % 1_000_000);
  let local: LocalAzure;
  let reach: Reach;
  let wrote: boolean;
  beforeAll(async () => {
    local = await startLocalAzure();
    const platform = azureFor(local.platformZone, { ca: local.ca });
    const { arm } = platform;
    const cluster = clusterFor(local.platformZone, platform);
    reach = { zone: local.zone, admin: local.admin!, arm, cluster };
  });
  afterAll(() => local?.stop());

  async function provision(name: string, capacity: number) {
    const azure = azureFor(local.zone, { ca: local.ca });
    const app = requested(name, local.zone, capacity);
    const work = createProvisionWork({
      azure: () => azure,
      cluster: zone => clusterFor(zone, azure),
      owner: async () => anOwner,
      userTokens: publishedForTest,
      preflight: async () => [],
    });
    const operation = { kind: 'provision', input: { app } } as Operation<'provision'>;
    const context = contextOf(local.zone);
    try {
      await work.run({ ...context, operation });
    } finally {
      // Whether it begins to hold the name.
      wrote = (await context.checkpoints.get(WRITES)) !== undefined;
    }
  }

  async function retire(name: string) {
    const azure = azureFor(local.zone, { ca: local.ca });
    const { zone } = local;
    const input = { entityRef: `component:default/${name}`, landingZone: zone.name };
    const operation = { kind: 'retire', input } as Operation<'retire'>;
    const reached = { azure: () => azure, cluster: () => clusterFor(zone, azure) };
    const deps = { ...reached, after: afterForTest() };
    return createRetireWork(deps).run({ ...contextOf(zone), operation });
  }

  it.each(Array.from({ length: cases }, (_, index) => first + index))(
    'what lies there stays as it is (PRIVATE_AI_SEED=%i)',
    async seed => {
      const name = `seed${seed}`;
      const random = randomFrom(seed);
      const others = othersOf(name, random, reach);
      const there = await others.beside();
      const blocked = seed % 2 === 1;
      const { late } = blocked ? await others.inTheWay(there) : { late: false };
      const before = await pictureOf(name, reach);
      const unchanged = async (when: string) => {
        const now = await pictureOf(name, reach);
        const changed = [...before].flatMap(([id, was]) => (now.get(id) === was ? [] : [id]));
        const what = changed.map(id => ({ id, was: before.get(id), is: now.get(id) }));
        expect({ when, others: others.said, what }).toEqual({
          when,
          others: others.said,
          what: [],
        });
        return now;
      };

      const made = provision(name, 10);
      if (blocked) {
        await expect(made).rejects.toThrow(/[Ii]t is left as it is|kept by Azure/);
        const after = await unchanged('a refused provisioning');
        expect({ wrote, more: after.size > before.size }).toEqual({ wrote: late, more: late });
      } else {
        await made;
        expect(wrote).toBe(true);
        await unchanged('provision');
        const among = await others.among();
        const now = await pictureOf(name, reach);
        for (const [id, is] of now) if (among.some(one => sameText(one, id))) before.set(id, is);
        await provision(name, 20).catch(() => undefined);
        await unchanged('change');
      }
      const { removed } = await retire(name);
      await unchanged('retire');
      expect(removed.length > 0).toBe(!blocked || late);
    },
  );
}
