import type { Step } from './resource';
import { ended, refusal, World } from '../testing/world';

const names = (removed: { name: string }[]) => removed.map(({ name }) => name);

describe('removal', () => {
  it('goes backwards, side by side where it can; what is not there is done, what stays stays', async () => {
    const world = new World();
    for (const id of ['group', 'account', 'deployment', 'endpoint', 'theirs'])
      world.there.set(id, 'right');
    const slow = (id: string, dependsOn: string[]) =>
      world.thing(id, dependsOn, {
        remove: async ({ signal }: Step) => {
          await world.clock.sleep(5000, signal);
          world.remove(id);
        },
      });
    const graph = [
      slow('group', []),
      slow('account', ['group']),
      slow('deployment', ['account']),
      slow('endpoint', ['account']),
      slow('identity', ['group']),
      world.thing('theirs', ['not among them'], { remove: undefined }),
    ];
    const removed = await world.removeAll(graph);
    expect(removed[0].type).toBe('Thing');
    expect(names(removed).slice(0, 2).toSorted()).toEqual(['deployment', 'endpoint']);
    expect(names(removed).slice(2)).toEqual(['account', 'group']);
    expect(world.clock.now()).toBe(15_000);
    expect(world.there.size).toBe(1);
    expect(world.writes).toEqual([]);
    expect(world.log).toContain('Thing account: gone after 5 s');

    expect(await world.removeAll(graph)).toEqual([]);
    expect(world.removals).toHaveLength(4);
  });

  it('knows what a thing depends on until all is gone', async () => {
    const world = new World();
    world.there.set('identity', 'right').set('role', 'right');
    const role = world.thing('role', ['identity'], {
      read: async ({ of }: Step) => of<string>('identity') && world.there.get('role'),
    });
    expect(names(await world.removeAll([world.thing('identity'), role]))).toEqual([
      'role',
      'identity',
    ]);
  });

  it('waits until it is gone, through stale answers, throttling and what is slow to end', async () => {
    const world = new World();
    world.there.set('a', 'right');
    let failures = 2;
    const thing = world.thing('a', [], {
      waitsFor: state => (state === 'Terminating' ? 'waiting for what lies in it' : undefined),
      remove: async () => {
        failures -= 1;
        if (failures >= 0) throw refusal('TooManyRequests', { transient: true, status: 429 });
        world.removals.push('a');
        world.there.set('a', 'Terminating');
        void world.clock
          .sleep(200_000, new AbortController().signal)
          .then(() => world.there.delete('a'));
      },
    });
    expect(names(await world.removeAll([thing]))).toEqual(['a']);
    expect(world.removals).toEqual(['a']);
  });

  it('goes on with the operation of a run that was cut off', async () => {
    const world = new World();
    world.there.set('a', 'right');
    const started: (string | undefined)[] = [];
    const thing = world.thing('a', [], {
      remove: async ({ poller, signal }: Step) => {
        started.push(poller.resumeFrom);
        if (!poller.resumeFrom) await poller.onPoller('token-1');
        await world.clock.sleep(60_000, signal);
        world.remove('a');
      },
    });
    await expect(world.removeAll([thing], { signal: world.abortAfter(5000) })).rejects.toThrow(
      /Nothing is gone yet.*perhaps going on in Azure: Thing a/,
    );
    await world.removeAll([thing]);
    expect(started).toEqual([undefined, 'token-1']);
    expect(world.tokens.size).toBe(0);
  });

  it('gives up where Azure forgets every operation, and does not ask without a pause', async () => {
    const world = new World();
    world.there.set('a', 'right');
    const forgotten = world.thing('a', [], {
      remove: async () => {
        world.removals.push('a');
        throw refusal('OperationGone', { transient: true, status: 404 });
      },
    });
    await expect(world.removeAll([forgotten])).rejects.toThrow(/gave up after/);
    expect(world.removals.length).toBeLessThan(200);
  });

  it('tries once more after an operation that failed, and says so where it stays', async () => {
    const world = new World();
    world.there.set('a', 'right').set('b', 'right');
    let failures = 1;
    const failing = world.thing('a', [], {
      remove: async () => {
        failures -= 1;
        if (failures >= 0) throw ended('SomethingBroke');
        world.remove('a');
      },
    });
    await world.removeAll([failing]);
    const locked = world.thing('b', [], { remove: async () => void world.removals.push('b') });
    await expect(world.removeAll([locked])).rejects.toThrow(/was removed, but is still there/);
    expect(world.removals).toEqual(['a', 'b', 'b']);
  });

  it('stops at the first refusal, and says what is gone', async () => {
    const world = new World();
    for (const id of ['group', 'account', 'lock']) world.there.set(id, 'right');
    const graph = [
      world.thing('group', []),
      world.thing('account', ['group']),
      world.thing('lock', ['group'], {
        remove: async ({ signal }: Step) => {
          await world.clock.sleep(1000, signal);
          throw refusal('ScopeLocked', { status: 409 });
        },
      }),
    ];
    await expect(world.removeAll(graph)).rejects.toMatchObject({ code: 'ScopeLocked' });
    expect(world.removals).toEqual(['account']);
    expect(world.log.at(-1)).toBe(
      'Gone now: Thing account. Begun, and perhaps going on in Azure: Thing lock.',
    );
  });

  it('removes one after another what shares a lane, and nothing after a cancel', async () => {
    const world = new World();
    for (const id of ['a', 'b', 'c']) world.there.set(id, 'right');
    const deployment = (id: string) =>
      world.thing(id, [], {
        lane: 'account',
        remove: async ({ signal }: Step) => {
          await world.clock.sleep(10_000, signal);
          world.remove(id);
        },
      });
    const graph = ['a', 'b', 'c'].map(deployment);
    await expect(world.removeAll(graph, { signal: world.abortAfter(15_000) })).rejects.toThrow(
      /Gone now: Thing/,
    );
    expect(world.removals).toHaveLength(1);
    expect(world.clock.now()).toBeLessThanOrEqual(16_000);
  });
});
