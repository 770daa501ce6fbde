import type { Knex } from 'knex';
import type { Person } from './owner';

/** Of another replica, or of a process that is gone and not yet known to be. */
export interface CountElsewhere {
  user: number;
  app: number;
}

/** Milliseconds for which a count is good enough to let a question in. */
const fresh = 2000;

/**
 * Runs that other processes relay, of everybody, counted once in a while: a count for each question would cost more the more
 * is open. What lets in may be a moment old; what refuses is counted anew.
 */
export class OpenElsewhere {
  readonly #db: Knex;
  readonly #holder: string;
  #counted: Promise<Map<string, number>> | undefined;
  #at = 0;

  /** @param holder - this process */
  constructor(db: Knex, holder: string) {
    this.#db = db;
    this.#holder = holder;
  }

  /** @param check - throws where it is too much */
  async require(person: Person, check: (count: CountElsewhere) => void): Promise<void> {
    const known = performance.now() - this.#at < fresh;
    try {
      check(countOf(person, await this.#count(known)));
    } catch (error) {
      if (!known) throw error;
      check(countOf(person, await this.#count(false)));
    }
  }

  #count(known: boolean): Promise<Map<string, number>> {
    if (known && this.#counted) return this.#counted;
    this.#at = performance.now();
    this.#counted = this.#ask();
    // What failed is asked again by who comes next.
    this.#counted.catch(() => void (this.#at = 0));
    return this.#counted;
  }

  async #ask() {
    const rows: Row[] = await this.#db('chat_runs')
      .join('chat_threads', 'chat_threads.id', 'chat_runs.thread_id')
      .where({ 'chat_runs.state': 'running' })
      .whereNot('chat_runs.holder', this.#holder)
      .groupBy('user_ref', 'entity_ref')
      .select('user_ref', 'entity_ref')
      .count({ count: '*' });
    const counts = new Map<string, number>();
    for (const { user_ref: user, entity_ref: app, count } of rows)
      for (const key of [userKey(user), appKey(app)])
        counts.set(key, (counts.get(key) ?? 0) + Number(count));
    return counts;
  }
}

/** PostgreSQL gives a count as text. */
interface Row {
  user_ref: string;
  entity_ref: string;
  count: number | string;
}

const userKey = (ref: string) => `user ${ref}`;
const appKey = (ref: string) => `app ${ref}`;

const countOf = ({ userRef, entityRef }: Person, counts: Map<string, number>) => ({
  user: counts.get(userKey(userRef)) ?? 0,
  app: counts.get(appKey(entityRef)) ?? 0,
});
