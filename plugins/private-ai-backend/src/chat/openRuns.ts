import type { TooManyRuns } from '@private-ai/plugin-private-ai-common';
import type { ChatLimits } from './limits';
import type { Person } from './owner';
import { Places } from '../time/places';
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
  readonly #open = new Places();

  constructor(limits: ChatLimits['openRuns']) {
    this.#limits = limits;
  }

  /**
   * Takes a place before anything is waited for, so that those who ask at one moment count, too.
   * @returns what gives the place back
   * @throws TooManyRunsError
   */
  take(owner: Person): () => void {
    this.check(owner, { user: 1, app: 1, process: 1 });
    return this.#open.take(`user ${owner.userRef}`, `app ${owner.entityRef}`, 'all');
  }

  /**
   * @param more - beside those that have a place here
   * @throws TooManyRunsError
   */
  check({ userRef, entityRef }: Person, more: CountElsewhere & { process?: number }): void {
    const { user, app, process } = this.#limits;
    const open = (key: string) => this.#open.taken(key);
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
    if (open('all') + (more.process ?? 0) > process) {
      throw new TooManyRunsError(
        'process',
        process,
        `The portal passes on ${process} answers: try again in a moment.`,
      );
    }
  }
}
