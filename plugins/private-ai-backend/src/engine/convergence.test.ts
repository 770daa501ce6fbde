import type { Resource, Step } from './resource';
import { ended, refusal, World } from '../testing/world';

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
function seeded(seed: number) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A cloud in which everything that passes by itself goes wrong at times. */
class RoughWorld extends World {
  /** How often something came into being that was not there. */
  readonly made = new Map<string, number>();
  readonly #running = new Map<
    string,
    { id: string; until: number; fails: boolean; over?: boolean }
  >();
  readonly #staleUntil = new Map<string, number>();
  readonly problems: string[] = [];

  constructor(private readonly random: () => number) {
    super();
  }

  graph(): Resource<string>[] {
    const count = 2 + Math.floor(this.random() * 8);
    return Array.from({ length: count }, (_, index) => {
      const before = Array.from({ length: index }, (_one, other) => `r${other}`);
      const dependsOn = before.filter(() => this.random() < 0.3);
      return this.thing(`r${index}`, dependsOn, {
        lane: this.random() < 0.4 ? 'lane' : undefined,
        within: this.random() < 0.5 ? dependsOn[0] : undefined,
        read: step => this.look(`r${index}`, step),
        waitsFor: state => (state === 'Creating' ? 'Azure says Creating' : undefined),
        differs: state => {
          if (state === 'Failed') return ['its last change failed'];
          return state === 'right' || state === 'Creating' ? [] : ['its state'];
        },
        write: step => this.put(`r${index}`, dependsOn, step),
        remove: step => this.delete(`r${index}`, step),
      });
    });
  }

  async look(id: string, { signal }: Step): Promise<string | undefined> {
    await this.clock.sleep(this.random() * 200, signal);
    this.#progress();
    this.trouble();
    if ((this.#staleUntil.get(id) ?? 0) > this.clock.now()) return undefined;
    return this.there.get(id);
  }

  async put(id: string, dependsOn: string[], { signal, poller }: Step) {
    const { resumeFrom } = poller;
    if (!resumeFrom) {
      await this.clock.sleep(this.random() * 300, signal);
      this.trouble();
      signal.throwIfAborted();
      for (const before of dependsOn)
        if (!this.there.has(before)) this.problems.push(`${id} was written before ${before}`);
      if (this.random() < 0.15)
        throw refusal('PrincipalNotFound', { transient: true, status: 400 });
      const isNew = !this.there.has(id);
      if (isNew) this.made.set(id, (this.made.get(id) ?? 0) + 1);
      this.writes.push(id);
      this.there.set(id, 'Creating');
      for (const running of this.#running.values()) running.over ||= running.id === id;
      if (isNew && this.random() < 0.3)
        this.#staleUntil.set(id, this.clock.now() + this.random() * 20_000);
      const operation = `${id}-${this.writes.length}`;
      this.#running.set(operation, {
        id,
        until: this.clock.now() + this.random() * 120_000,
        fails: this.random() < 0.1 && this.writes.filter(one => one === id).length === 1,
      });
      if (this.random() < 0.15) throw refusal('ECONNRESET', { transient: true, status: undefined });
      await poller.onPoller(operation);
    }
    await this.#follow(resumeFrom ?? `${id}-${this.writes.length}`, signal);
    return this.random() < 0.5
      ? { state: this.there.get(id), created: this.random() < 0.8 }
      : undefined;
  }

  async delete(id: string, { signal }: Step) {
    await this.clock.sleep(this.random() * 300, signal);
    this.trouble();
    this.remove(id);
  }

  async #follow(operation: string, signal: AbortSignal) {
    for (;;) {
      const running = this.#running.get(operation);
      if (!running) throw refusal('OperationNotFound', { status: 404 });
      if (this.random() < 0.1)
        throw refusal('ServiceUnavailable', { transient: true, status: 503 });
      this.#progress();
      if (running.until <= this.clock.now()) {
        if (this.random() < 0.1) this.#running.delete(operation);
        if (running.fails) throw ended('SomethingBroke');
        return;
      }
      await this.clock.sleep(3000, signal);
    }
  }

  #progress() {
    for (const running of this.#running.values()) {
      if (running.over || running.until > this.clock.now()) continue;
      running.over = true;
      this.there.set(running.id, running.fails ? 'Failed' : 'right');
    }
  }

  trouble() {
    const dice = this.random();
    if (dice < 0.05)
      throw refusal('TooManyRequests', { transient: true, status: 429, retryAfterSeconds: 7 });
    if (dice < 0.1) throw refusal('InternalServerError', { transient: true, status: 500 });
  }
}

describe('any graph, in a cloud in which everything fails at times', () => {
  it('converges, cut off as often as one likes, with nothing doubled, and goes away again', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const random = seeded(seed);
      const world = new RoughWorld(random);
      const graph = world.graph();
      const ids = graph.map(({ id }) => id);
      let runs = 0;
      for (let done = false; !done; runs += 1) {
        const cut = runs < 5 && random() < 0.7;
        const signal = cut ? world.abortAfter(random() * 200_000) : new AbortController().signal;
        const lostToken = random() < 0.3;
        if (lostToken) world.tokens.clear();
        try {
          await world.run(graph, { signal });
          done = true;
        } catch (error) {
          if (!signal.aborted) throw new Error(`Seed ${seed}: ${(error as Error).message}`);
          const before = world.writes.length;
          await world.clock.pass(world.clock.sleep(30_000, new AbortController().signal));
          expect([seed, world.writes.length]).toEqual([seed, before]);
        }
      }
      expect([seed, world.problems]).toEqual([seed, []]);
      expect([seed, ids.map(id => world.there.get(id))]).toEqual([seed, ids.map(() => 'right')]);
      expect([seed, ids.map(id => world.made.get(id))]).toEqual([seed, ids.map(() => 1)]);

      const writes = world.writes.length;
      expect([seed, (await world.run(graph)).writes]).toEqual([seed, 0]);
      expect(world.writes).toHaveLength(writes);

      const removed = await world.removeAll(graph);
      expect([seed, removed.map(({ name }) => name).toSorted()]).toEqual([seed, ids.toSorted()]);
      expect(world.there.size).toBe(0);
      for (const { id, dependsOn } of graph)
        for (const before of dependsOn)
          expect(world.removals.indexOf(id)).toBeLessThan(world.removals.indexOf(before));
    }
  });
});
