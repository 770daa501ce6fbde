import { Places } from '../time/places';

/** Plans of one person that are worked out at once, in each replica: a form asks for one. Each reads a dozen things of Azure. */
const mostPlans = 4;
/** Seconds after which asking again is worth it: a plan takes no longer than some. */
const retryAfter = 5;

/** HTTP 429. */
export class TooManyPlansError extends Error {
  override readonly name = 'TooManyPlansError';
  readonly statusCode = 429;
  /** Seconds. */
  readonly retryAfter = retryAfter;

  constructor() {
    super(
      `The portal works out ${mostPlans} plans for you already: close forms that you do not need, and ask again in some seconds.`,
    );
  }
}

/** Plans that are worked out in this process, each person's counted by itself. */
export class OpenPlans {
  readonly #open = new Places();

  /** @throws TooManyPlansError where that person has as many already */
  async run<T>(userRef: string, work: () => Promise<T>): Promise<T> {
    if (this.#open.taken(userRef) >= mostPlans) throw new TooManyPlansError();
    const giveBack = this.#open.take(userRef);
    try {
      return await work();
    } finally {
      giveBack();
    }
  }
}
