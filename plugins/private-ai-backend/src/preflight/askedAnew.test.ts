import type { PlannedResource } from '@private-ai/plugin-private-ai-common';
import type { ArmClient } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import { appIn } from '../testing/appInAzure';
import { VirtualClock } from '../testing/clock';
import { reachInTest } from '../testing/measured';
import { startPlatform, type Platform } from '../testing/platform';
import { makeAccount } from './makeForTest';
import { createPreflight } from './preflight';

let at: Platform;
const signal = new AbortController().signal;
const rows = ['namespace', 'private-endpoint'].map((id): PlannedResource => ({
  id,
  type: id,
  name: id,
  action: 'create',
}));

beforeAll(async () => {
  at = await startPlatform();
});
afterAll(() => at?.stop());

it('pre-flight checks ask anew before they refuse what was mended meanwhile, a hundred applications once', async () => {
  let there = false;
  let asked = 0;
  const arm: ArmClient = {
    ...at.portal.arm,
    get: async (...of) => {
      if (of[0] !== at.zone.registry.id) return at.portal.arm.get(...of);
      asked += 1;
      return there ? at.portal.arm.get(...of) : undefined;
    },
  };
  const clock = new VirtualClock();
  const preflight = createPreflight({ azure: () => ({ arm }), ...reachInTest, clock });
  const all = () =>
    Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        preflight.app(appIn(at.zone, `mended-${n}`), rows, signal),
      ),
    );
  for (const found of await clock.pass(all()))
    expect(found.map(({ message }) => message)).toEqual([expect.stringMatching(/registry/)]);
  expect(asked).toBe(1);
  there = true;
  await clock.pass(clock.sleep(1_000, signal));
  for (const found of await clock.pass(all())) expect(found).toEqual([]);
  expect(asked).toBe(2);
});

it('pre-flight checks do not take the application’s own account for another’s, though plan and Azure show what was before', async () => {
  const own = appIn(at.zone, 'young');
  await makeAccount(own, at.platform.arm);
  const account = rows.concat({ ...rows[0], id: 'foundry-account' });
  const preflight = createPreflight({ azure: () => at.portal, ...reachInTest });
  const messages = async (app = own) =>
    (await preflight.app(app, account, signal)).map(({ message }) => message);
  const faults = async (rules?: object[]) => {
    const init = rules && { method: 'PUT', body: JSON.stringify(rules) };
    return (await fetch(`${at.admin}/faults`, init)).json();
  };
  expect(await messages()).toEqual([]);
  const match = { room: 'arm', method: 'GET', path: `${foundryAccountId(own)}\\?` };
  await faults([{ match, times: 1, answer: { stale: true } }]);
  expect(await messages()).toEqual([]);
  expect(await faults()).toMatchObject([{ struck: 1 }]);
  await faults([]);
  const theirs = { ...own, request: { ...own.request, entityRef: 'component:other/young' } };
  expect(await messages(theirs)).toContainEqual(expect.stringMatching(/^The Foundry subdomain/));
});
