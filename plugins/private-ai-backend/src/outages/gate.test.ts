import { entityLabel } from '../app/entityLabel';
import type { AppLocation } from '../app/location';
import type { KubernetesObject } from '../kubernetes/client';
import { landingZone } from '../testing/landingZone';
import { Gate } from './gate';
import { Noticed } from './outages';

const hour = 3_600_000;
const ours = 'component:default/weather';
const at: AppLocation = {
  ...{ entityRef: ours, zone: landingZone(), namespace: 'weather', agentPath: '/api/agent' },
  service: { name: 'weather', port: 80 },
};
const namespaceOf = (entityRef: string, uid: string): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name: 'weather', uid, labels: { 'private-ai-entity': entityLabel(entityRef) } },
});

describe('the gate to an application', () => {
  let now: number;
  let gate: Gate;
  /** What the cluster answers next. */
  let answer: () => KubernetesObject | undefined;
  const cluster = { get: async () => answer() };
  const away = () => {
    throw new Error('The cluster is away.');
  };
  beforeEach(() => {
    now = Date.UTC(2026, 10, 20);
    gate = new Gate(new Noticed({ now: () => now }), { now: () => now });
    answer = () => namespaceOf(ours, 'one');
  });

  it('holds for an hour what the cluster said, for who reads, and for nobody who writes', async () => {
    await expect(gate.now(at, cluster)).resolves.toEqual({ uid: 'one' });
    answer = away;
    await expect(gate.lately(at, cluster)).resolves.toEqual({ uid: 'one' });
    await expect(gate.now(at, cluster)).rejects.toMatchObject({
      outage: { system: 'cluster', since: new Date(now).toISOString() },
    });
    now += hour - 1;
    await expect(gate.lately(at, cluster)).resolves.toEqual({ uid: 'one' });
    now += 1;
    await expect(gate.lately(at, cluster)).rejects.toMatchObject({ name: 'OutageError' });
  });

  it('holds nothing that was never said, or was taken back, or is asked by who points there', async () => {
    answer = away;
    await expect(gate.lately(at, cluster)).rejects.toMatchObject({ name: 'OutageError' });
    answer = () => namespaceOf(ours, 'one');
    await gate.now(at, cluster);
    answer = away;
    const thief = { ...at, entityRef: 'component:default/thief' };
    await expect(gate.lately(thief, cluster)).rejects.toMatchObject({ name: 'OutageError' });
    for (const [taken, name] of [
      [namespaceOf('component:default/payroll', 'two'), 'NotAllowedError'],
      [undefined, 'NotFoundError'],
    ] as const) {
      answer = () => namespaceOf(ours, 'one');
      await gate.now(at, cluster);
      answer = () => taken;
      await expect(gate.lately(at, cluster)).rejects.toMatchObject({ name });
      answer = away;
      await expect(gate.lately(at, cluster)).rejects.toMatchObject({ name: 'OutageError' });
    }
  });
});
