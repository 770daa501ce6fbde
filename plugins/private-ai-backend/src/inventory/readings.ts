import type { AppOverview, AppResource, AppState } from '@private-ai/plugin-private-ai-common';
import { placeOf, type AppLocation } from '../app/location';

/** How an application was when all of it could be seen. */
export interface Reading {
  /** ISO 8601. */
  at: string;
  state: AppState;
  /** As its own page read it. */
  page?: { at: string; model: AppOverview['model']; resources: AppResource[] };
}

/** Applications that are remembered; those that nobody has asked about for longest are forgotten. */
const most = 2_000;

/**
 * The last good reading of each application, in this process: what is shown of one that cannot be seen. After a restart nothing
 * is known until it has been seen once.
 */
export class Readings {
  /** In the order in which they were read. */
  readonly #kept = new Map<string, Reading>();

  of(at: AppLocation): Reading | undefined {
    return this.#kept.get(placeOf(at));
  }

  /** What its own page read stays where only its state was seen again. */
  keep(at: AppLocation, reading: Reading): void {
    const key = placeOf(at);
    const before = this.#kept.get(key);
    this.#kept.delete(key);
    this.#kept.set(key, { page: before?.page, ...reading });
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!);
  }
}
