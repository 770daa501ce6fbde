import { say } from '@private-ai/plugin-private-ai-common';
import { LRUCache } from 'lru-cache';
import { fullBucket, taken, waitMs, type Bucket, type Rate } from '../azure/bucket';
import { Places } from '../time/places';
import { TrialRefusal } from './trialRefusal';

/** What trials may cost, in each replica: a form asks for one, and each is some thousand tokens that all applications' platform pays for. */
const limits = {
  /** Under way at once. */
  open: { person: 2, process: 40 },
  /** So many in a row, then one after the other. */
  rate: {
    person: { size: 12, perSecond: 1 / 6, reserve: 0 },
    process: { size: 120, perSecond: 4, reserve: 0 },
  } satisfies Record<string, Rate>,
};
/** Persons whose last trials are remembered. */
const mostPersons = 10_000;

/** Trials of this process: how many are under way, and how many there were lately. */
export class OpenTrials {
  readonly #open = new Places();
  readonly #lately = new LRUCache<string, Bucket>({ max: mostPersons });
  #all: Bucket | undefined;

  /**
   * @param now - milliseconds since 1970
   * @returns what gives the place back
   * @throws TrialRefusal 429
   */
  take(userRef: string, now: number): () => void {
    const { open, rate } = limits;
    const own = this.#lately.get(userRef) ?? fullBucket(rate.person, now);
    const all = this.#all ?? fullBucket(rate.process, now);
    if (this.#open.taken(userRef) >= open.person)
      throw new TrialRefusal(429, say('trial-open', { most: String(open.person) }), 10);
    const seconds = (bucket: Bucket, of: Rate) => Math.ceil(waitMs(bucket, of, now) / 1000);
    const ownWait = seconds(own, rate.person);
    if (ownWait > 0) {
      const parameters = { most: String(rate.person.size), seconds: String(ownWait) };
      throw new TrialRefusal(429, say('trial-often', parameters), ownWait);
    }
    const isFull = this.#open.taken('all') >= open.process;
    const wait = isFull ? 10 : seconds(all, rate.process);
    if (wait > 0) throw new TrialRefusal(429, say('trial-busy', { seconds: String(wait) }), wait);
    this.#lately.set(userRef, taken(own, rate.person, now));
    this.#all = taken(all, rate.process, now);
    return this.#open.take(userRef, 'all');
  }
}
