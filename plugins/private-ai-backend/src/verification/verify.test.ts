import { entityLabel } from '../app/entityLabel';
import type { ClusterClient } from '../kubernetes/client';
import { createClusterClient } from '../kubernetes/clusterClient';
import { afterForTest } from '../testing/after';
import { VirtualClock } from '../testing/clock';
import { createRetireWork } from '../retirement/work';
import { startAppInSandbox } from '../testing/appInSandbox';
import {
  account,
  agents,
  credential,
  lookups,
  role,
  serviceAccount,
  zoneGroup,
} from './saidForTest';
import { takenAway } from './takenAwayForTest';
import { lookupPods, lyingIn, namespace, patch, plan, verify, type World } from './verifyForTest';

let world: World;

const together = (...all: string[][]) => [...new Set(all.flat())].toSorted();

beforeAll(async () => {
  world = await startAppInSandbox();
});
afterAll(() => world?.stop());

describe('what is taken away behind its back is named, with what needs it, and comes back', () => {
  afterEach(async () => {
    // Whatever was looked up: nobody's pod is left.
    expect(await lookupPods(world)).toEqual([]);
  });

  it('finds nothing wrong with what is as it should be', async () => {
    const { wrong, skipped, well, error } = await verify(world);
    expect({ wrong, skipped, error }).toEqual({ wrong: {}, skipped: [], error: undefined });
    for (const name of [serviceAccount, credential, role, zoneGroup, ...agents, ...lookups])
      expect(well).toContain(name);
  });

  it.each(Object.keys(takenAway))('%s', async name => {
    const { takeAway, wrong, skipped = [], plans, putBack = world.provision } = takenAway[name];
    const inIt = lyingIn(world, takenAway[name].with);
    await takeAway(world);
    try {
      const found = await verify(world);
      expect(found.wrong).toEqual(wrong);
      expect(found.skipped.toSorted()).toEqual(together(skipped, inIt.all));
      expect(found.error).toMatchObject({ name: 'VerificationError' });
      for (const one of Object.keys(wrong)) expect(found.error?.message).toContain(`${one}: `);
      const planned = await plan(world);
      expect(planned.toSorted()).toEqual(together(plans, inIt.written));
    } finally {
      await putBack(world);
    }
    expect(await verify(world)).toMatchObject({ wrong: {}, skipped: [], error: undefined });
    expect(await plan(world)).toEqual([]);
  });
});

describe('a cluster that does not answer, and a namespace that is another’s', () => {
  const unreachable = createClusterClient({
    connect: async () => ({ server: 'https://127.0.0.1:1', token: 'x' }),
  });

  it('is one sentence of a verification, and the rest is looked at', async () => {
    const { wrong, skipped, well } = await verify(world, { cluster: unreachable });
    expect(wrong).toEqual({
      'Namespace weather': expect.stringMatching(
        /^The cluster at 127\.0\.0\.1:1 could not be reached/,
      ),
    });
    expect(skipped).toContain('Deployment weather');
    expect(well).toContain(account);
  });

  it('is one sentence of a retirement, once it has waited for it in vain', async () => {
    const clock = new VirtualClock();
    const reach = { azure: () => world.azure, cluster: () => unreachable };
    const retired = createRetireWork({ ...reach, clock, after: afterForTest() }).run(
      world.context('retire'),
    );
    await expect(clock.pass(retired)).rejects.toThrow(
      /^What there is: gave up .*The cluster at 127\.0\.0\.1:1 could not be reached for .*Resume/,
    );
  });

  it('is not looked into when it is another’s', async () => {
    const label = (value: string) =>
      patch(world, namespace, { metadata: { labels: { 'private-ai-entity': value } } });
    const asked: string[] = [];
    const watched: ClusterClient = {
      ...world.cluster,
      get: async (ref, ...rest) => {
        asked.push(ref.kind);
        return world.cluster.get(ref, ...rest);
      },
      connection: async () => {
        asked.push('agent');
        return world.cluster.connection();
      },
    };
    await label(entityLabel('component:default/other'));
    try {
      const { wrong, skipped } = await verify(world, { cluster: watched });
      expect(wrong).toEqual({
        'Namespace weather': expect.stringMatching(/belongs to|is not the portal’s/),
      });
      expect(skipped).toEqual(
        expect.arrayContaining(['Deployment weather', ...agents, ...lookups]),
      );
      for (const kind of [
        'Deployment',
        'Service',
        'Secret',
        'ServiceAccount',
        'ConfigMap',
        'agent',
      ])
        expect(asked).not.toContain(kind);
    } finally {
      await label(entityLabel(world.app.request.entityRef));
    }
  });
});
