import { Lanes } from './lanes';
import type { Step } from './resource';
import { refusal, World } from '../testing/world';

describe('the engine', () => {
  it('writes what is missing after what it depends on, side by side where it can, and nothing twice', async () => {
    const world = new World();
    const slow = (id: string, dependsOn: string[]) =>
      world.thing(id, dependsOn, {
        write: async ({ signal }: Step) => {
          await world.clock.sleep(10_000, signal);
          world.write(id);
        },
      });
    const graph = [
      slow('last', ['left', 'right']),
      slow('left', ['first']),
      slow('right', ['first']),
      slow('first', []),
    ];
    expect((await world.run(graph)).writes).toBe(4);
    expect(world.writes).toEqual(['first', 'left', 'right', 'last']);
    expect(world.clock.now()).toBe(30_000);

    expect((await world.run(graph)).writes).toBe(0);
    expect(world.writes).toHaveLength(4);
  });

  it('waits for what dependents need, which is more than to exist', async () => {
    const world = new World();
    let looks = 0;
    const account = world.thing('account', [], {
      waitsFor: () => ((looks += 1) < 4 ? 'Azure says Accepted' : undefined),
    });
    await world.run([account, world.thing('endpoint', ['account'])]);
    expect(world.log).toContain('Thing account: Azure says Accepted');
    expect(world.writes).toEqual(['account', 'endpoint']);
  });

  it('repeats what passes by itself, waits at least as long as Azure asked, and says so', async () => {
    const world = new World();
    const answers = [
      refusal('TooManyRequests', { transient: true, status: 429, retryAfterSeconds: 40 }),
      refusal('AccountProvisioningStateInvalid', { transient: true }),
    ];
    const thing = world.thing('a', [], {
      write: async () => {
        const answer = answers.shift();
        if (answer) throw answer;
        world.write('a');
      },
    });
    await world.run([thing]);
    expect(world.writes).toEqual(['a']);
    expect(world.clock.now()).toBeGreaterThanOrEqual(40_000);
    expect(world.log).toContain('Thing a: Thing: TooManyRequests');
  });

  it('gives up when the budget is spent, and keeps the cause', async () => {
    const world = new World();
    const failure = refusal('ServerBusy', { transient: true, status: 503 });
    const thing = world.thing('a', [], { write: () => Promise.reject(failure) });
    await expect(world.run([thing])).rejects.toThrow(/^Thing a: gave up after 30 min.*Resume/);
    expect(world.clock.now()).toBeLessThanOrEqual(30 * 60_000);
  });

  it('stops at once on a refusal: nothing is begun after it, and it says what exists', async () => {
    const world = new World();
    const slow = world.thing('slow', ['first'], {
      write: async ({ signal }) => {
        await world.clock.sleep(600_000, signal);
        world.write('slow');
      },
    });
    const refused = world.thing('refused', ['first'], {
      write: () => Promise.reject(refusal('InsufficientQuota')),
    });
    const graph = [world.thing('first'), slow, refused, world.thing('after', ['slow'])];
    await expect(world.run(graph)).rejects.toMatchObject({ code: 'InsufficientQuota' });
    expect(world.writes).toEqual(['first']);
    expect(world.clock.now()).toBe(0);
    expect(world.log.at(-1)).toBe(
      'There is now: Thing first. Begun, and perhaps going on in Azure: Thing slow.',
    );
  });

  it('writes nothing after a cancel, and says what exists', async () => {
    const world = new World();
    const cancel = new AbortController();
    const first = world.thing('first', [], {
      write: async () => {
        world.write('first');
        cancel.abort();
      },
    });
    const run = world.run([first, world.thing('second', ['first'])], { signal: cancel.signal });
    await expect(run).rejects.toThrow(/Begun.*Thing first.*Resume/);
    expect(world.writes).toEqual(['first']);
  });

  it('writes one after another what shares a lane, also between runs, and gives the place up in the end', async () => {
    const world = new World();
    const lanes = new Lanes();
    let inside = 0;
    const deployment = (id: string) =>
      world.thing(id, [], {
        lane: 'account',
        write: async ({ signal }: Step) => {
          inside += 1;
          expect(inside).toBe(1);
          await world.clock.sleep(20_000, signal);
          inside -= 1;
          if (id === 'refused') throw refusal('InsufficientQuota');
          world.write(id);
        },
      });
    const runs = [['a', 'b'], ['refused'], ['c']].map(ids =>
      world.run(ids.map(deployment), { lanes }).catch(error => error.code),
    );
    const [, refused] = await Promise.all(runs);
    expect(refused).toBe('InsufficientQuota');
    expect(world.writes.toSorted()).toEqual(['a', 'b', 'c']);
    expect(world.clock.now()).toBe(80_000);
    expect(world.log).toContain('Thing b: waiting for its turn');
  });

  it('writes nothing that a look during the cancel found to be due', async () => {
    const world = new World();
    const cancel = new AbortController();
    const thing = world.thing('a', [], {
      read: async () => {
        cancel.abort();
        return undefined;
      },
    });
    await expect(world.run([thing], { signal: cancel.signal })).rejects.toThrow(/Nothing is ready/);
    expect(world.writes).toEqual([]);
  });

  it('ends within a second of a cancel, although a write hangs that hears nothing', async () => {
    const world = new World();
    const hanging = world.thing('hanging', [], { write: () => new Promise(() => {}) });
    const retrying = world.thing('retrying', [], {
      write: () => Promise.reject(refusal('ServerBusy', { transient: true, status: 503 })),
    });
    const run = world.run([world.thing('first'), hanging, retrying], {
      signal: world.abortAfter(60_000),
    });
    await expect(run).rejects.toThrow(/Stopped before everything was there.*Resume/);
    expect(world.clock.now()).toBeLessThanOrEqual(61_000);
    expect(world.log.at(-1)).toBe(
      'There is now: Thing first. Begun, and perhaps going on in Azure: Thing hanging, Thing retrying.',
    );
  });

  it('lets Azure take its time as long as something moves, but not for ever', async () => {
    const world = new World();
    let step = 0;
    const moving = world.thing('moving', [], {
      read: async () => `step ${Math.floor(world.clock.now() / (20 * 60_000))}`,
      waitsFor: state => (state === 'step 4' ? undefined : `Azure says ${state}`),
      differs: () => [],
    });
    await world.run([moving]);
    expect(world.clock.now()).toBeGreaterThanOrEqual(80 * 60_000);

    const endless = world.thing('endless', [], {
      write: async ({ signal, poller }: Step) => {
        await poller.onPoller(`token ${(step += 1)}`);
        await world.clock.sleep(24 * 3600_000, signal);
      },
    });
    const began = world.clock.now();
    await expect(world.run([endless])).rejects.toThrow(
      /^Thing endless: has not ended after 120 min.*Resume/,
    );
    expect(world.clock.now() - began).toBe(120 * 60_000);
    expect(world.tokens.get('endless')).toBe('token 1');
  });

  it('is never silent for 20 s', async () => {
    const world = new World();
    const times: number[] = [];
    const thing = world.thing('a', [], {
      write: async ({ signal }: Step) => {
        await world.clock.sleep(100_000, signal);
        world.write('a');
      },
    });
    await world.run([thing], { log: () => times.push(world.clock.now()) });
    const gaps = times.slice(1).map((time, index) => time - times[index]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(20_000);
    expect(times.length).toBeGreaterThan(6);
  });

  it('refuses a graph that cannot be put in order', async () => {
    const world = new World();
    await expect(world.run([world.thing('a', ['b'])])).rejects.toThrow(
      /a depends on b, which is not/,
    );
    await expect(world.run([world.thing('a', ['b']), world.thing('b', ['a'])])).rejects.toThrow(
      /a → b → a/,
    );
  });
});
