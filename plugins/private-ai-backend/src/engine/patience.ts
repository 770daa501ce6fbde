import { ServiceUnavailableError } from '@backstage/errors';
import {
  backoffMs,
  isEarly,
  isTransient,
  lookAgainMs,
  longestMs,
  stillMs,
  type TransientError,
} from '../time/backoff';
import type { Clock } from '../time/clock';
import { ofCause } from '../redaction/ofCause';

/** How the work on one resource waits, repeats and gives up. */
export class Patience {
  readonly #started: number;
  /** When something last moved. */
  #movedAt: number;
  #attempt = 0;
  #seen = '';

  constructor(
    private readonly title: string,
    private readonly deps: {
      clock: Clock;
      signal: AbortSignal;
      says: (activity: string) => void;
    },
  ) {
    this.#started = this.#movedAt = deps.clock.now();
  }

  /** Something moved: what it may take without moving is counted anew. */
  moved(): void {
    this.#movedAt = this.deps.clock.now();
    this.#attempt = 0;
  }

  /** The same, where this look shows something else than the one before. */
  looked(state: unknown): void {
    const seen = JSON.stringify(state) ?? '';
    if (seen !== this.#seen) this.moved();
    this.#seen = seen;
  }

  /**
   * Says why, and waits a while.
   * @throws ServiceUnavailableError when that would take too long
   */
  async pause(activity: string, error?: TransientError): Promise<void> {
    const { clock, signal, says } = this.deps;
    const still = clock.now() - this.#movedAt;
    const wait = this.#wait(still, clock.random(), error);
    if (still + wait > stillMs) {
      const asked = error?.retryAfterSeconds
        ? ` and is to come back in ${error.retryAfterSeconds} s`
        : '';
      this.#giveUp(
        `gave up after ${minutes(still)} min without anything moving${asked}`,
        activity,
        error,
      );
    }
    if (clock.now() - this.#started > longestMs)
      this.#giveUp(`gave up after ${minutes(longestMs)} min`, activity, error);
    says(activity);
    await clock.sleep(wait, signal);
  }

  /** Repeats what passes by itself. */
  async untilDone<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      this.deps.signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (this.deps.signal.aborted || !isTransient(error)) throw error;
        await this.pause(error.message, error);
      }
    }
  }

  /**
   * What Azure itself says it is at work on may take as long as it likes, up to a bound.
   * @throws ServiceUnavailableError when it has not ended by then
   */
  async within<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, signal } = this.deps;
    const late = new AbortController();
    const ended = new AbortController();
    const left = Math.max(0, this.#started + longestMs - clock.now());
    const limit = clock.sleep(left, ended.signal).then(
      () => late.abort(),
      () => {},
    );
    try {
      return await work(AbortSignal.any([signal, late.signal]));
    } catch (error) {
      if (!late.signal.aborted || signal.aborted) throw error;
      return this.#giveUp(`has not ended after ${minutes(longestMs)} min`, 'Azure is still at it');
    } finally {
      ended.abort();
      await limit;
    }
  }

  #wait(still: number, random: number, error: TransientError | undefined): number {
    if (!error || (isEarly(error) && !error.retryAfterSeconds)) return lookAgainMs(still, random);
    this.#attempt += 1;
    return backoffMs(this.#attempt, random, error.retryAfterSeconds);
  }

  #giveUp(what: string, activity: string, cause?: Error): never {
    const sentence = `${this.title}: ${what} (${activity}). Resume the operation later; it goes on from there.`;
    throw ofCause(new ServiceUnavailableError(sentence), cause);
  }
}

const minutes = (milliseconds: number) => Math.round(milliseconds / 60_000);
