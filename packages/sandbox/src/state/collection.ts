/** A named map of JSON values that survives a restart. Keys are ordered by their bytes. */
export interface Collection<T> {
  get(key: string): T | undefined;
  put(key: string, value: T): void;
  delete(key: string): boolean;
  /** Entries whose key starts with `prefix`, in key order. */
  list(prefix?: string): [key: string, value: T][];
}
