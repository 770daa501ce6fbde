import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { readEntityRef } from '../app/entityRef';
import type { Azure } from '../azure/azureFor';
import { deleteAll } from '../chat/forgetting';
import type { LandingZone } from '../config/landingZone';
import { requireZone } from '../config/zones';
import type { ClusterClient } from '../kubernetes/client';
import type { ParsedStart, Work, WorkContext } from '../operations/work';
import { askingWith } from '../engine/asking';
import { systemClock, type Clock } from '../time/clock';
import { removeAll } from '../engine/remove';
import { carryOut, type AfterwardsDeps } from './afterwards';
import { leftAfter, retirementOf } from './plan';

interface Thing {
  type: string;
  name: string;
}

/**
 * Takes away everything that the portal made for an application, says what stays, and at last, where it was asked to, has the
 * repository archived and the entity out of the catalog.
 */
export function createRetireWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  /** Every landing zone of the portal. */
  zones?: readonly LandingZone[];
  /** The portal's database, where conversations are kept; left out where there are none. */
  knex?: Knex;
  /** The catalog and the git hosts. */
  after: AfterwardsDeps;
  clock?: Clock;
}): Work<'retire'> {
  const { clock = systemClock, zones } = deps;
  return {
    kind: 'retire',
    writes: 'removes',
    parse: parseRetire,
    async run({ operation, zone, signal, log, checkpoints }) {
      const app = { entityRef: operation.input.entityRef, zone, zones };
      const reach = { azure: deps.azure(zone), cluster: deps.cluster(zone) };
      const asking = askingWith({ log, clock, signal });
      log(`Looking for what carries the tag or label of ${app.entityRef} in ${zone.title}`);
      const retirement = await asking('What there is', () => retirementOf(app, reach, signal));
      const { resources, kept } = retirement;
      const earlier = await goneSince(resources, checkpoints);
      const gone = await removeAll(resources, {
        signal,
        log,
        clock,
        token: id => ({
          get: () => checkpoints.get(`poller:${id}`),
          set: value => checkpoints.set(`poller:${id}`, value),
        }),
      });
      const changedHands = new Set([...kept.values()].map(({ name }) => name));
      const removed = [...earlier, ...gone.filter(one => !changedHands.has(titleOf(one)))];
      if (deps.knex) log(await deleteChats(deps.knex, app.entityRef, zone));
      const stays = await asking('What stays', () =>
        leftAfter(app, retirement, reach, { signal, now: clock.now() }),
      );
      const { id: operationId, input } = operation;
      const work = { log, signal, checkpoints, asking };
      const after = await carryOut(app, input, work, { ...deps.after, operationId });
      removed.push(...after.removed);
      stays.push(...after.stays);
      const count = `${removed.length} ${removed.length === 1 ? 'thing was' : 'things were'}`;
      log(removed.length > 0 ? `${count} removed.` : 'There was nothing to remove.');
      for (const { name, message } of stays) log(`Stays: ${name}. ${message}`);
      return { removed, stays };
    },
  };
}

/** They belong to the application, and not to the next one of its name. */
async function deleteChats(knex: Knex, entityRef: string, zone: LandingZone): Promise<string> {
  const { conversations, people } = await deleteAll(knex, { entityRef, landingZone: zone.name });
  if (conversations === 0) return 'There were no conversations with it to delete.';
  const count = `${conversations} ${conversations === 1 ? 'conversation' : 'conversations'}`;
  return `Deleted ${count} with it, of ${people} ${people === 1 ? 'person' : 'people'}.`;
}

/** The landing zone has to be there still: what is to be retired lies in it. */
function parseRetire(
  input: Record<string, unknown>,
  zones: readonly LandingZone[],
): ParsedStart<'retire'> {
  const entityRef = readEntityRef(input.entityRef);
  const { name: landingZone } = requireZone(zones, input.landingZone);
  const chosen = {
    unregister: readChoice(input, 'unregister'),
    archive: readChoice(input, 'archive'),
  };
  return { entityRef, landingZone, input: { entityRef, landingZone, ...chosen } };
}

function readChoice(input: Record<string, unknown>, key: 'unregister' | 'archive') {
  const value = input[key];
  if (value === undefined || typeof value === 'boolean') return value;
  throw new InputError(`${key} must be true or false.`);
}

/** What an earlier try of the same operation had found and is gone: nothing else remembers that it was removed. */
async function goneSince(
  found: readonly Thing[],
  checkpoints: WorkContext['checkpoints'],
): Promise<Thing[]> {
  const before: Thing[] = JSON.parse((await checkpoints.get('found')) ?? '[]');
  const gone = before.filter(one => !found.some(now => titleOf(now) === titleOf(one)));
  const all = [...gone, ...found.map(({ type, name }) => ({ type, name }))];
  await checkpoints.set('found', JSON.stringify(all));
  return gone;
}

const titleOf = ({ type, name }: Thing) => `${type} ${name}`;
