import { mockServices } from '@backstage/backend-test-utils';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import type { Lease, Leases } from './lease';
import { LeaseWatch, type Stop } from './leaseWatch';

const leaseMs = 300;
const leaseOf = (holder: string, taken = performance.now()): Lease => ({
  holder,
  operation: { id: holder } as Operation,
  taken,
  takeovers: 0,
});

function watchOver(leases: Partial<Leases>) {
  const logger = mockServices.logger.mock();
  return new LeaseWatch({ leases: leases as Leases, logger, pollMs: 20, leaseMs });
}

describe('the watch over leases', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('stops the work when the database no longer answers, before another replica may begin', async () => {
    const stops: Stop[] = [];
    const watch = watchOver({ look: () => new Promise(() => {}) });
    const unwatch = watch.watch(leaseOf('one'), why => stops.push(why));
    await jest.advanceTimersByTimeAsync(2 * leaseMs);
    unwatch();
    expect(stops[0]).toBe('lost');
  });

  it('counts a lease from when it was asked for, however late its answer came', async () => {
    const stops: Stop[] = [];
    const watch = watchOver({ look: () => new Promise(() => {}) });
    const unwatch = watch.watch(leaseOf('one', performance.now() - leaseMs), why =>
      stops.push(why),
    );
    await jest.advanceTimersByTimeAsync(leaseMs / 2);
    unwatch();
    expect(stops[0]).toBe('lost');
  });

  it('goes on while the lease is renewed', async () => {
    const stops: Stop[] = [];
    let renewed = 0;
    const watch = watchOver({
      look: async leases => new Map(leases.map(({ holder }) => [holder, false])),
      renew: async () => void (renewed += 1),
    });
    const unwatch = watch.watch(leaseOf('one'), why => stops.push(why));
    await jest.advanceTimersByTimeAsync(3 * leaseMs);
    unwatch();
    expect(stops).toEqual([]);
    expect(renewed).toBeGreaterThan(2);
  });
});
