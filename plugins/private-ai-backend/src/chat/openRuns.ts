import type { TooManyRuns } from '@private-ai/plugin-private-ai-common';
import type { ChatLimits } from './limits';
import type { Person } from './owner';
import type { CountElsewhere } from './openElsewhere';

/** Seconds after which asking again may be worth it: answers take about that long. */
const retryAfter = 30;

/** More answers stream than may; HTTP 429. */
export class TooManyRunsError extends Error implements TooManyRuns {
  override readonly name = 'TooManyRunsError';
  readonly statusCode = 429;
  /** Seconds. */
  readonly retryAfter = retryAfter;
  readonly limit: TooManyRuns['limit'];
  readonly most: number;

  constructor(limit: TooManyRuns['limit'], most: number, message: string) {
    super(message);
    this.limit = limit;
    this.most = most;
  }
}

/** Answers that stream in this process, counted from the moment that one is asked for. */
export class OpenRuns {
  readonly #limits: ChatLimits['openRuns'];
  readonly #open = new Map<string, number>();
  #all = 0;

  constructor(limits: ChatLimits['openRuns']) {
    this.#limits = limits;
  }

  /**
   * Takes a place before anything is waited for, so that those who ask at one moment count, too.
   * @returns what gives the place back
   * @throws TooManyRunsError
   */
  take(owner: Person): () => void {
    const keys = [`user ${owner.userRef}`, `app ${owner.entityRef}`];
    this.check(owner, { user: 1, app: 1, process: 1 });
    const add = (by: number) => {
      this.#all += by;
      for (const key of keys) {
        const now = (this.#open.get(key) ?? 0) + by;
        if (now > 0) this.#open.set(key, now);
        else this.#open.delete(key);
      }
    };
    add(1);
    let given = false;
    return () => {
      if (!given) add(-1);
      given = true;
    };
  }

  /**
   * @param more - beside those that have a place here
   * @throws TooManyRunsError
   */
  check({ userRef, entityRef }: Person, more: CountElsewhere & { process?: number }): void {
    const { user, app, process } = this.#limits;
    const open = (key: string) => this.#open.get(key) ?? 0;
    if (open(`user ${userRef}`) + more.user > user) {
      throw new TooManyRunsError(
        'user',
        user,
        `${user} of your questions are being answered: wait for one of the answers, or stop one.`,
      );
    }
    if (open(`app ${entityRef}`) + more.app > app) {
      throw new TooManyRunsError(
        'app',
        app,
        `${app} questions to ${entityRef} are being answered: try again in a moment.`,
      );
    }
    if (this.#all + (more.process ?? 0) > process) {
      throw new TooManyRunsError(
        'process',
        process,
        `The portal passes on ${process} answers: try again in a moment.`,
      );
    }
  }
}
