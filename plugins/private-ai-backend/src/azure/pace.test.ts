import { VirtualClock } from '../testing/clock';
import { createArmClient } from './armClient';
import { asOperation } from './asOperation';
import type { ArmClient } from './client';
import { anyCredential, reply, startHttps } from './httpsForTest';
import { createPace, type Pace } from './pace';

const get = { method: 'GET', url: 'https://arm/subscriptions/s1/resourceGroups/rg?api-version=1' };
const put = { ...get, method: 'PUT' };
const answer = (status: number, headers: Record<string, string> = {}, bodyAsText = '') => ({
  status,
  headers: { get: (name: string) => headers[name] },
  bodyAsText,
});

describe('the pace of requests to Azure', () => {
  let clock: VirtualClock;
  let pace: Pace;
  beforeEach(() => {
    clock = new VirtualClock();
    pace = createPace({ clock });
  });

  /** Seconds at which each of so many requests of operations may go. */
  async function turns(count: number, request = get): Promise<number[]> {
    const at: number[] = [];
    const since = clock.now();
    const all = Array.from({ length: count }, async () => {
      await asOperation(() => pace.turn(request));
      at.push((clock.now() - since) / 1000);
    });
    await clock.pass(Promise.all(all));
    return at;
  }

  it.each([
    ['GET', 250, 25],
    ['PUT', 200, 10],
    ['PATCH', 200, 10],
    ['POST', 200, 10],
    ['DELETE', 200, 10],
  ])(
    '%s: %i at once, then %i a second, and never more than Azure counts',
    async (method, size, rate) => {
      const at = await turns(size + 3 * rate, { ...get, method });
      const atOnce = at.filter(second => second === 0).length;
      expect(atOnce).toBeLessThanOrEqual(size);
      expect(atOnce).toBeGreaterThanOrEqual(size * 0.97);
      expect(at.at(-1)).toBeGreaterThanOrEqual(3);
      expect(at.at(-1)).toBeLessThan(3.6);
      // As Azure counts them, however they fall.
      for (const [index, second] of at.entries())
        expect(index + 1).toBeLessThanOrEqual(size + rate * second + 1e-6);
    },
  );

  it('counts kinds and subscriptions apart', async () => {
    await turns(240);
    expect(await turns(1, put)).toEqual([0]);
    expect(await turns(1, { ...get, url: get.url.replace('s1', 's2') })).toEqual([0]);
    expect((await turns(20)).at(-1)).toBeGreaterThan(0);
  });

  it('lets go in the order of asking, and forgets who has gone', async () => {
    await turns(196, put);
    const order: string[] = [];
    const gone = new AbortController();
    const ask = (name: string, signal?: AbortSignal) =>
      asOperation(() => pace.turn(put, signal)).then(
        () => order.push(name),
        error => order.push(`${name} ${error.name}`),
      );
    const all = [ask('first'), ask('second', gone.signal), ask('third')];
    gone.abort();
    await clock.pass(Promise.all(all));
    expect(order).toEqual(['second AbortError', 'first', 'third']);
    // Nobody paid for the one that went.
    expect(clock.now()).toBeLessThanOrEqual(200);
    await expect(pace.turn(put, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('lets operations go before pages, however many of these there are, and a page after every four', async () => {
    await turns(245);
    const order: string[] = [];
    const ask = async (name: string) => {
      await pace.turn(get);
      order.push(name);
    };
    const pages = Array.from({ length: 500 }, () => ask('page'));
    const operations = Array.from({ length: 12 }, (_, index) =>
      asOperation(() => ask(`operation ${index + 1}`)),
    );
    await clock.pass(Promise.all(operations));
    const four = (from: number) => [0, 1, 2, 3].map(index => `operation ${from + index}`);
    expect(order.slice(0, 14)).toEqual([...four(1), 'page', ...four(5), 'page', ...four(9)]);
    // Nobody waits for ever.
    await clock.pass(Promise.all(pages));
    expect(order).toHaveLength(512);
  });

  it('lets pages take half of what may go at once, and an operation that comes then go before them', async () => {
    let gone = 0;
    const pages = Array.from({ length: 200 }, async () => {
      await pace.turn(get);
      gone += 1;
    });
    await clock.pass(clock.sleep(1, new AbortController().signal));
    expect(gone).toBe(120);
    expect(await turns(100)).toEqual(Array.from({ length: 100 }, () => expect.closeTo(0)));
    await clock.pass(Promise.all(pages));
    expect(gone).toBe(200);
  });

  it('learns from Azure’s count that another replica spends too', async () => {
    pace.heard(put, answer(201, { 'x-ms-ratelimit-remaining-subscription-writes': '30' }));
    const at = await turns(40, put);
    expect(at.filter(second => second === 0)).toHaveLength(26);
    // A larger count than ours changes nothing: it is another, older limit.
    pace.heard(put, answer(201, { 'x-ms-ratelimit-remaining-subscription-writes': '1199' }));
    expect((await turns(2, put)).at(-1)).toBeGreaterThan(0);
  });

  it('lets nobody go before Retry-After, then goes on slowly and recovers', async () => {
    pace.heard(get, answer(429, { 'retry-after': '17' }));
    pace.heard(get, answer(429, { 'retry-after': '5' }));
    const at = await turns(30);
    expect(at[0]).toBeGreaterThanOrEqual(17);
    const inTheFirstSecond = at.filter(second => second < at[0] + 1).length;
    await turns(25 * 60);
    const later = await turns(26);
    expect(later.at(-1)).toBeLessThan(1.1);
    expect(inTheFirstSecond).toBeGreaterThan(0);
  });

  it('holds up only the provider where the provider’s own limit is met, and nobody for a lock', async () => {
    const network = {
      ...put,
      url: `${put.url.split('?')[0]}/providers/Microsoft.Network/privateEndpoints/pe`,
    };
    const left = { 'retry-after': '10', 'x-ms-ratelimit-remaining-subscription-writes': '150' };
    pace.heard(
      network,
      answer(429, left, '{"error":{"code":"RetryableErrorDueToAnotherOperation"}}'),
    );
    expect(await turns(1, network)).toEqual([0]);
    pace.heard(network, answer(429, left));
    expect(await turns(1, put)).toEqual([0]);
    expect((await turns(1, network))[0]).toBeGreaterThanOrEqual(10);
  });

  it('says how short reads are', async () => {
    expect(pace.readsShort('s1')).toBe(0);
    await turns(125);
    expect(pace.readsShort('s1')).toBeCloseTo(0.5, 1);
  });
});

describe('the pace, against a server that counts', () => {
  it('keeps every client of an identity within it, where a client without is refused', async () => {
    const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Other/things/t';
    const [size, perSecond] = [10, 4];
    const clock = new VirtualClock();
    let tokens = size;
    let at = clock.now();
    const server = await startHttps((_, response) => {
      tokens = Math.min(size, tokens + ((clock.now() - at) / 1000) * perSecond);
      at = clock.now();
      if (tokens < 1) return reply(response, 429, undefined, { 'retry-after': '1' });
      tokens -= 1;
      const left = { 'x-ms-ratelimit-remaining-subscription-writes': `${Math.floor(tokens)}` };
      return reply(response, 200, { id, properties: {} }, left);
    });
    try {
      const { endpoint, ca } = server;
      const writes = { size, perSecond };
      const rates = { writes, reads: { size: 1e6, perSecond: 1e6 }, deletes: writes };
      const base = { endpoint, ca, subscriptionId: 's', credential: anyCredential };
      const signal = new AbortController().signal;
      const refusedOf = async (clients: ArmClient[]) => {
        const all = Array.from({ length: 30 }, (_, n) =>
          clients[n % clients.length].put(`${id}-${n}`, '1', {}, { signal }),
        );
        const results = await Promise.allSettled(all);
        return results.filter(({ status }) => status === 'rejected').length;
      };
      const { pace, isBusy } = noting(createPace({ rates, clock }));
      const paced = [createArmClient({ ...base, pace }), createArmClient({ ...base, pace })];
      expect(await clock.pass(refusedOf(paced), isBusy)).toBe(0);
      // What goes beyond the reserve waits for what comes back in a second.
      expect(clock.now()).toBeGreaterThanOrEqual(((30 - size) / perSecond) * 1000);

      await clock.pass(clock.sleep((size / perSecond) * 1000, signal));
      expect(await refusedOf([createArmClient(base)])).toBe(30 - size);
    } finally {
      await server.stop();
    }
  });
});

/** The pace, and whether requests that had their turn are still without an answer. */
function noting(pace: Pace) {
  let onTheWay = 0;
  return {
    isBusy: () => onTheWay > 0,
    pace: {
      ...pace,
      async turn(...asked: Parameters<Pace['turn']>) {
        await pace.turn(...asked);
        onTheWay += 1;
      },
      heard(...answered: Parameters<Pace['heard']>) {
        onTheWay -= 1;
        pace.heard(...answered);
      },
    },
  };
}
