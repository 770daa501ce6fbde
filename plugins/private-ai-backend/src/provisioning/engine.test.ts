import { AzureError } from '../azure/errors';
import { provision, type EngineOptions } from './engine';
import type { Resource, Step } from './resource';
import { VirtualClock } from './clockForTest';

/** Things that exist, in memory; `writes` in the order in which they began. */
class World {
  readonly there = new Map<string, string>();
  readonly writes: string[] = [];
  readonly log: string[] = [];
  readonly tokens = new Map<string, string>();
  readonly clock = new VirtualClock();

  thing(id: string, dependsOn: string[] = [], behaviour: Partial<Resource<string>> = {}): Resource {
    return {
      id,
      title: `Thing ${id}`,
      dependsOn,
      read: async () => this.there.get(id),
      differs: state => (state === 'right' ? [] : ['its state']),
      write: async () => this.write(id),
      ...behaviour,
    } as Resource;
  }

  write(id: string) {
    this.writes.push(id);
    this.there.set(id, 'right');
  }

  run(resources: Resource[], options: Partial<EngineOptions> = {}) {
    return this.clock.pass(
      provision(resources, {
        signal: new AbortController().signal,
        log: message => this.log.push(message),
        clock: this.clock,
        token: id => ({
          get: async () => this.tokens.get(id),
          set: async value =>
            void (value === undefined ? this.tokens.delete(id) : this.tokens.set(id, value)),
        }),
        ...options,
      }),
    );
  }
}

const refusal = (code: string, details: Partial<AzureError> = {}) =>
  new AzureError(`Thing: ${code}`, { code, resource: 'thing', transient: false, ...details });

describe('the engine', () => {
  it('writes what is missing after what it depends on, side by side where it can, and nothing twice', async () => {
    const world = new World();
    const slow = (id: string, dependsOn: string[]) =>
      world.thing(id, dependsOn, {
        write: async ({ signal }) => {
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

  it('writes only what differs', async () => {
    const world = new World();
    world.there.set('a', 'right').set('b', 'wrong');
    await world.run([world.thing('a'), world.thing('b')]);
    expect(world.writes).toEqual(['b']);
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
      refusal('TooManyRequests', { transient: true, retryAfterSeconds: 40 }),
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
    const failure = refusal('ServerBusy', { transient: true });
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
      'There is now: Thing first. Begun, and perhaps going on in Azure: Thing slow, Thing refused.',
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

  it('goes on with the operation of a run that was cut off, instead of starting another', async () => {
    const world = new World();
    const started: (string | undefined)[] = [];
    const thing = world.thing('a', [], {
      write: async ({ poller, signal }: Step) => {
        started.push(poller.resumeFrom);
        if (!poller.resumeFrom) await poller.onPoller('token-1');
        await world.clock.sleep(60_000, signal);
        world.write('a');
      },
    });
    const lost = new AbortController();
    void world.clock.sleep(5000, lost.signal).then(() => lost.abort());
    await expect(world.run([thing], { signal: lost.signal })).rejects.toThrow();
    expect(world.tokens.get('a')).toBe('token-1');

    await world.run([thing]);
    expect(started).toEqual([undefined, 'token-1']);
    expect(world.writes).toEqual(['a']);
    expect(world.tokens.size).toBe(0);
  });

  it('looks again where the kept token is worth nothing any more', async () => {
    const world = new World();
    world.tokens.set('a', 'old');
    const thing = world.thing('a', [], {
      write: async ({ poller }: Step) => {
        if (poller.resumeFrom) throw refusal('ResourceNotFound', { status: 404 });
        world.write('a');
      },
    });
    await world.run([thing]);
    expect(world.writes).toEqual(['a']);
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

  it('says that something else changes what it wrote, rather than writing for ever', async () => {
    const world = new World();
    const thing = world.thing('a', [], {
      write: async () => {
        world.write('a');
        world.there.set('a', 'policy');
      },
    });
    await expect(world.run([thing])).rejects.toThrow(/was written, but still differs: its state/);
    expect(world.writes).toEqual(['a']);
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
