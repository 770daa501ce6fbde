import { CommitsTold } from '../git/commitsTold';
import { Noticed } from '../outages/outages';
import { integrationsOf } from '../testing/answeringHost';
import { landingZone } from '../testing/landingZone';
import { myApps } from './mine';
import { Readings } from './readings';
import { entity, made } from './worldForTest';
import { askStanding } from './zoneAnswer';

it('a system that was away is noted when it was asked, and not again by whoever reads what is remembered of that', async () => {
  let now = 1_000;
  const noticed = new Noticed({ now: () => now });
  const zone = landingZone();
  const reach = {
    noticed,
    azureFor: () => ({ arm: { get: async () => ({}) } }) as never,
    clusterFor: () => ({ list: () => Promise.reject(new Error('It is away.')) }) as never,
  };
  const standing = await askStanding(zone, reach);
  // It has answered since, somebody else's question.
  now = 2_000;
  noticed.note(zone.name, 'cluster', true);
  const { outages } = await myApps(
    [{ entity: entity(made), may: { release: true, chat: true, measure: false } }],
    {
      ...{ ...reach, zones: [zone], readings: new Readings(), told: new CommitsTold() },
      ...{ waiting: async () => [], countedIn: () => undefined, requests: async () => new Map() },
      standings: async () => new Map(),
      integrations: integrationsOf({}),
      askZone: async () => standing,
    },
  );
  expect(outages).toMatchObject([{ system: 'cluster', since: new Date(1_000).toISOString() }]);
  now = 3_000;
  expect(noticed.note(zone.name, 'cluster', false)).toBe(3_000);
});
