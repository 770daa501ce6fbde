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
  readonly #open = new Map<string, number>();

  /** @throws TooManyPlansError where that person has as many already */
  async run<T>(userRef: string, work: () => Promise<T>): Promise<T> {
    const open = this.#open.get(userRef) ?? 0;
    if (open >= mostPlans) throw new TooManyPlansError();
    this.#open.set(userRef, open + 1);
    try {
      return await work();
    } finally {
      const left = this.#open.get(userRef)! - 1;
      if (left > 0) this.#open.set(userRef, left);
      else this.#open.delete(userRef);
    }
  }
}
