import type { Step } from './resource';
import { ended, refusal, World } from '../testing/world';

describe('bringing one resource to what it should be', () => {
  it('writes only what differs', async () => {
    const world = new World();
    world.there.set('a', 'right').set('b', 'wrong');
    await world.run([world.thing('a'), world.thing('b')]);
    expect(world.writes).toEqual(['b']);
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
    await expect(world.run([thing], { signal: world.abortAfter(5000) })).rejects.toThrow();
    expect(world.tokens.get('a')).toBe('token-1');

    await world.run([thing]);
    expect(started).toEqual([undefined, 'token-1']);
    expect(world.writes).toEqual(['a']);
    expect(world.tokens.size).toBe(0);
    expect(world.log).toContain('Thing a: waiting for what an earlier run started');
  });

  it('goes on with its own operation after a look at it failed, instead of starting another', async () => {
    const world = new World();
    const started: (string | undefined)[] = [];
    const thing = world.thing('a', [], {
      write: async ({ poller }: Step) => {
        started.push(poller.resumeFrom);
        if (poller.resumeFrom) return world.write('a');
        await poller.onPoller('token-1');
        throw refusal('ServiceUnavailable', { transient: true, status: 503 });
      },
    });
    await world.run([thing]);
    expect(started).toEqual([undefined, 'token-1']);
    expect(world.writes).toEqual(['a']);
  });

  it('after a kill between the write and its token waits for what Azure says is at work', async () => {
    const world = new World();
    world.there.set('a', 'Creating');
    void world.clock
      .sleep(45_000, new AbortController().signal)
      .then(() => world.there.set('a', 'right'));
    const thing = world.thing('a', [], {
      waitsFor: state => (state === 'Creating' ? 'Azure says Creating' : undefined),
    });
    await world.run([thing]);
    expect(world.writes).toEqual([]);
    expect(world.clock.now()).toBeLessThan(45_000 * 1.25);
    expect(world.reads.length).toBeLessThan(40);
  });

  it('takes another wish after what an earlier run started has ended', async () => {
    const world = new World();
    world.tokens.set('a', 'of-the-former-wish');
    const thing = world.thing('a', [], {
      write: async ({ poller }: Step) => {
        if (poller.resumeFrom) return void world.there.set('a', 'the former wish');
        return world.write('a');
      },
    });
    await world.run([thing]);
    expect(world.writes).toEqual(['a']);
    expect(world.clock.now()).toBe(0);
  });

  it('writes once more after an operation that ended in failure, and then ends with its sentence', async () => {
    for (const transient of [false, true]) {
      const world = new World();
      const failing = (times: number) =>
        world.thing('a', [], {
          write: async ({ poller }: Step) => {
            world.writes.push('a');
            await poller.onPoller('token');
            if (world.writes.length > times) return void world.there.set('a', 'right');
            world.there.set('a', 'Failed');
            throw ended('SomethingBroke', { transient });
          },
        });
      await world.run([failing(1)]);
      expect(world.writes).toHaveLength(2);
      world.writes.length = 0;
      world.there.clear();
      await expect(world.run([failing(9)])).rejects.toThrow(
        /^Thing a failed twice\. (?!.*(Thing a|caused by)).*SomethingBroke.* Resume the operation later/,
      );
      expect(world.writes).toHaveLength(2);
      expect(world.tokens.size).toBe(0);
    }
  });

  it('does not write again where Azure’s failed operation says that nothing can help', async () => {
    const world = new World();
    const thing = world.thing('a', [], {
      write: async () => {
        world.writes.push('a');
        throw ended('InsufficientQuota');
      },
    });
    await expect(world.run([thing])).rejects.toMatchObject({ code: 'InsufficientQuota' });
    expect(world.writes).toEqual(['a']);
  });

  it('waits out an answer that is older than its own write', async () => {
    for (const old of [undefined, 'wrong']) {
      const world = new World();
      if (old) world.there.set('a', old);
      let staleUntil = 0;
      const thing = world.thing('a', [], {
        read: async () => (world.clock.now() < staleUntil ? old : world.there.get('a')),
        write: async () => {
          world.write('a');
          staleUntil = world.clock.now() + 30_000;
        },
      });
      await world.run([thing]);
      expect(world.writes).toEqual(['a']);
    }
  });

  it('spares reads: of what a plan has just seen, of what was just written, of what lies in something new', async () => {
    const world = new World();
    const answering = (id: string, dependsOn: string[], within?: string) =>
      world.thing(id, dependsOn, {
        within,
        write: async () => {
          world.write(id);
          return { state: 'right', created: true };
        },
      });
    world.there.set('known', 'right').set('old', 'right');
    await world.clock.pass(world.clock.sleep(60_000, new AbortController().signal));
    const now = world.clock.now();
    await world.run(
      [
        answering('group', []),
        answering('account', ['group'], 'group'),
        answering('deployment', ['account'], 'account'),
        answering('known', []),
        answering('old', []),
      ],
      {
        seen: new Map([
          ['group', { state: undefined, at: now }],
          ['known', { state: 'right', at: now }],
          ['old', { state: 'wrong', at: now - 10_001 }],
        ]),
      },
    );
    expect(world.writes).toEqual(['group', 'account', 'deployment']);
    expect(world.reads).toEqual(['old']);
  });

  it('reads again what a plan saw before that which it depends on was written', async () => {
    const world = new World();
    world.there.set('b', 'right');
    const a = world.thing('a', [], {
      write: async () => {
        world.write('a');
        world.there.set('b', 'wrong');
      },
    });
    const seen = new Map([['b', { state: 'right', at: 0 }]]);
    await world.run([a, world.thing('b', ['a'])], { seen });
    expect(world.writes).toEqual(['a', 'b']);
  });

  it('looks into what only says that it was created, although it was there', async () => {
    const world = new World();
    world.there.set('account', 'wrong').set('deployment', 'right');
    const account = world.thing('account', [], {
      write: async () => {
        world.write('account');
        return { state: 'right', created: true };
      },
    });
    await world.run([account, world.thing('deployment', ['account'], { within: 'account' })]);
    expect(world.writes).toEqual(['account']);
    expect(world.reads).toEqual(['account', 'deployment']);
  });

  it('removes what is obsolete, and never makes it', async () => {
    const world = new World();
    world.there.set('former', 'two deployments');
    const of = (id: string) =>
      world.thing(id, [], {
        obsolete: true,
        differs: state => (state === 'none' ? [] : [state]),
        write: async () => {
          world.writes.push(id);
          world.there.set(id, 'none');
        },
      });
    await world.run([of('former'), of('never-there')]);
    expect(world.writes).toEqual(['former']);
    expect(world.log).toContain('Thing former: removing two deployments');
  });

  it('looks again where the kept token is worth nothing any more', async () => {
    const gone = [
      refusal('ResourceNotFound', { status: 404 }),
      refusal('Gone', { status: 410 }),
      ended('OperationGone', { transient: true }),
    ];
    for (const error of gone) {
      const world = new World();
      world.tokens.set('a', 'old');
      const thing = world.thing('a', [], {
        write: async ({ poller }: Step) => {
          if (poller.resumeFrom) throw error;
          world.write('a');
        },
      });
      await world.run([thing]);
      expect(world.writes).toEqual(['a']);
      expect(world.tokens.size).toBe(0);
    }
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

  it('goes on where a write changed only a part', async () => {
    const world = new World();
    world.there.set('a', 'version, capacity');
    const thing = world.thing('a', [], {
      differs: state => (state === 'right' ? [] : state.split(', ')),
      write: async () => {
        const before = world.there.get('a');
        world.write('a');
        if (before === 'version, capacity') world.there.set('a', 'capacity');
      },
    });
    await world.run([thing]);
    expect(world.writes).toEqual(['a', 'a']);
  });
});
