import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { LRUCache } from 'lru-cache';
import { placeOf, type AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { systemClock, type Clock } from '../time/clock';
import { OutageError } from './outageError';
import { Asking, type Noticed } from './outages';

type Namespaces = Pick<ClusterClient, 'get'>;

/** Milliseconds for which what the cluster said stands in for one that cannot be asked. */
const lasts = 3_600_000;
/** Applications of which it is known. */
const most = 2_000;

/** Whether an application may be told of, asked of its cluster; `uid` of its namespace tells it from one that had its name. */
export class Gate {
  readonly #noticed: Noticed;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #opened: LRUCache<string, { uid: string | undefined; at: number }>;

  constructor(noticed: Noticed, clock: Pick<Clock, 'now'> = systemClock) {
    this.#noticed = noticed;
    this.#clock = clock;
    this.#opened = new LRUCache({ max: most });
  }

  /** @throws NotFoundError, NotAllowedError; OutageError where the cluster cannot be asked */
  async now(at: AppLocation, cluster: Namespaces): Promise<{ uid?: string }> {
    const asking = new Asking(at.zone, this.#noticed);
    const asked = await asking.ask('cluster', async signal => {
      try {
        return { uid: (await requireOwnNamespace(cluster, at, signal)).metadata.uid };
      } catch (error) {
        if (error instanceof NotFoundError || error instanceof NotAllowedError) return { error };
        throw error;
      }
    });
    const [outage] = asking.outages();
    if (!asked) throw new OutageError(outage);
    const { error, uid } = asked.found;
    if (error) {
      this.#opened.delete(placeOf(at));
      throw error;
    }
    this.#opened.set(placeOf(at), { uid, at: this.#clock.now() });
    return { uid };
  }

  /** The same for who only reads: while the cluster cannot be asked, what it said within the hour holds. */
  async lately(at: AppLocation, cluster: Namespaces): Promise<{ uid?: string }> {
    try {
      return await this.now(at, cluster);
    } catch (error) {
      const opened = this.#opened.get(placeOf(at));
      const holds = opened && this.#clock.now() - opened.at < lasts;
      if (error instanceof OutageError && holds) return { uid: opened.uid };
      throw error;
    }
  }
}
