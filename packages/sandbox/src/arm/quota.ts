import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';
import { models, quota } from './models.ts';

/** As `usages` and `models` name it. */
export const usageName = (sku: string, model: string) => `OpenAI.${sku}.${model}`;

/** How many thousand tokens a minute a subscription may deploy of a model and SKU in any region; kept in the store. */
export class Quota {
  readonly #limits: Collection<number>;

  constructor(store: Store) {
    this.#limits = store.collection('arm-quota');
  }

  of(sku: string, model: string): number {
    return this.#limits.get(usageName(sku, model)) ?? quota;
  }

  /** Every limit by its usage name. */
  get settings(): Record<string, number> {
    return Object.fromEntries(
      models.flatMap(({ name, skus }) =>
        skus.map(sku => [usageName(sku, name), this.of(sku, name)]),
      ),
    );
  }

  /** Changes what is given. @throws with a sentence when a value is no limit */
  change(asked: Record<string, unknown>): void {
    for (const [name, limit] of Object.entries(asked)) {
      if (!Number.isInteger(limit) || Number(limit) < 0)
        throw new Error(`The quota ${name} is a whole number from 0.`);
    }
    for (const [name, limit] of Object.entries(asked)) this.#limits.put(name, Number(limit));
  }
}
