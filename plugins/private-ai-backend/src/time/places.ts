/** What is under way at once, counted by keys: of a person, of an application, of all. */
export class Places {
  readonly #taken = new Map<string, number>();

  taken(key: string): number {
    return this.#taken.get(key) ?? 0;
  }

  /**
   * One of each; whether there is room is for who takes it to say, before anything is waited for.
   * @returns what gives them back, once
   */
  take(...keys: string[]): () => void {
    this.#add(keys, 1);
    let given = false;
    return () => {
      if (!given) this.#add(keys, -1);
      given = true;
    };
  }

  #add(keys: readonly string[], by: number): void {
    for (const key of keys) {
      const now = this.taken(key) + by;
      if (now > 0) this.#taken.set(key, now);
      else this.#taken.delete(key);
    }
  }
}
