import { ConflictError } from '@backstage/errors';
import { planGraph } from './plan';
import type { Resource, Step } from './resource';
import { refusal, World } from '../testing/world';

const signal = new AbortController().signal;
const plan = (world: World, resources: Resource<string>[], log?: (line: string) => void) =>
  world.clock.pass(planGraph(resources as Resource[], { signal, clock: world.clock, log }));

describe('the plan of a graph', () => {
  it('says of a half-made world what would be created, changed, left and removed, and writes nothing', async () => {
    const world = new World();
    world.there.set('group', 'right').set('account', 'wrong').set('former', 'two of them');
    const needsIdentity = world.thing('role', ['identity', 'account'], {
      read: async (step: Step) => step.of<string>('identity'),
    });
    const { rows, seen, problems } = await plan(world, [
      needsIdentity,
      world.thing('deployment', ['account']),
      world.thing('account', ['group'], { differs: () => ['sku.capacity: 10 → 30'] }),
      world.thing('identity', ['group']),
      world.thing('credential', ['identity'], { within: 'identity' }),
      world.thing('former', ['account'], { obsolete: true, differs: state => [state] }),
      world.thing('none-former', ['identity'], { obsolete: true }),
      world.thing('group'),
    ]);
    expect(rows.map(({ id, action, differences }) => [id, action, differences])).toEqual([
      ['group', 'leave', undefined],
      ['identity', 'create', undefined],
      ['account', 'change', ['sku.capacity: 10 → 30']],
      ['role', 'create', undefined],
      ['deployment', 'create', undefined],
      ['credential', 'create', undefined],
      ['former', 'remove', ['two of them']],
    ]);
    expect(rows[0]).toMatchObject({ type: 'Thing', name: 'group' });
    expect(problems).toEqual([]);
    expect(world.writes).toEqual([]);
    expect(world.reads).not.toContain('credential');
    expect(seen.get('credential')).toMatchObject({ state: undefined });
    expect(seen.get('group')).toEqual({ state: 'right', at: 0 });
    expect(seen.has('role')).toBe(false);
  });

  it('tells a change of a text by what the text was, and the rest by its differences', async () => {
    const world = new World();
    world.there.set('config', 'Be kind.');
    const { rows } = await plan(world, [
      world.thing('config', [], {
        differs: () => ['data.text: Be kind. → Be brief.', 'data.model: one → other'],
        formerText: (text, [difference]) => ({ text, difference }),
      }),
    ]);
    expect(rows).toMatchObject([
      { action: 'change', differences: ['data.model: one → other'], formerText: 'Be kind.' },
    ]);
  });

  it('names everything that stands in the way, once, and asks nothing about what needs that', async () => {
    const world = new World();
    world.there.set('foreign', 'right').set('unreadable', 'right').set('theirs', 'wrong');
    const { rows, problems } = await plan(world, [
      world.thing('foreign', [], {
        differs: () => {
          throw new ConflictError('Thing foreign exists and is not the portal’s.');
        },
      }),
      world.thing('unreadable', [], { read: () => Promise.reject(refusal('AuthorizationFailed')) }),
      world.thing('theirs', [], { write: undefined }),
      world.thing('lacking', [], { write: undefined }),
      world.thing('after', ['foreign', 'unreadable']),
      world.thing('last', ['after']),
    ]);
    expect(rows.map(({ id, action, reason }) => [id, action, reason])).toEqual([
      ['foreign', 'blocked', 'Thing foreign exists and is not the portal’s.'],
      ['unreadable', 'unknown', 'Thing: AuthorizationFailed'],
      ['theirs', 'blocked', expect.stringMatching(/its state.*not the portal’s to change/)],
      ['lacking', 'blocked', expect.stringMatching(/does not exist.*ask the platform team/)],
      ['after', 'blocked', 'needs Thing foreign and Thing unreadable'],
      ['last', 'blocked', 'needs Thing after'],
    ]);
    expect(problems).toHaveLength(4);
    expect(world.reads).not.toContain('after');
  });

  it('refuses nothing by one look: what was just written may not be shown everywhere yet', async () => {
    const world = new World();
    const looks = new Map<string, number>();
    const late = (id: string, before: string | undefined, more: Partial<Resource<string>>) =>
      world.thing(id, [], {
        read: async () => {
          const look = (looks.get(id) ?? 0) + 1;
          looks.set(id, look);
          return look === 1 ? before : 'right';
        },
        ...more,
      });
    const { rows, problems } = await plan(world, [
      late('handed-over', 'another’s', {
        differs: state => {
          if (state === 'right') return [];
          throw new ConflictError('It is another’s.');
        },
      }),
      late('company’s', undefined, { write: undefined }),
      world.thing('after', ['company’s']),
    ]);
    expect(rows.map(({ id, action }) => [id, action])).toEqual([
      ['handed-over', 'leave'],
      ['company’s', 'leave'],
      ['after', 'create'],
    ]);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(looks)).toEqual({ 'handed-over': 2, 'company’s': 2 });
  });

  it('shows what cannot be asked at the moment as unknown, or waits it out where somebody is told', async () => {
    const world = new World();
    let failures = 3;
    const flaky = world.thing('flaky', [], {
      read: async () => {
        failures -= 1;
        if (failures < 0) return 'right';
        throw refusal('TooManyRequests', { transient: true, status: 429 });
      },
    });
    const { rows } = await plan(world, [flaky]);
    expect(rows).toMatchObject([{ action: 'unknown', reason: 'Thing: TooManyRequests' }]);
    const told: string[] = [];
    const patient = await plan(world, [flaky], line => told.push(line));
    expect(patient.rows).toMatchObject([{ action: 'leave' }]);
    expect(told).toEqual(['Thing flaky: Thing: TooManyRequests']);
  });

  it('reads side by side', async () => {
    const world = new World();
    const slow = (id: string) =>
      world.thing(id, [], {
        read: async (step: Step) => {
          await world.clock.sleep(500, step.signal);
          return 'right';
        },
      });
    await plan(world, ['a', 'b', 'c', 'd'].map(slow));
    expect(world.clock.now()).toBe(500);
  });

  it('ends with its signal', async () => {
    const world = new World();
    const stop = new AbortController();
    const asked = world.thing('a', [], {
      read: async () => {
        stop.abort();
        throw new Error('aborted');
      },
    });
    await expect(planGraph([asked as Resource], { signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
