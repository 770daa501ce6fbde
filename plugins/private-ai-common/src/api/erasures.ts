/**
 * `POST /erasures` with `{ userRef }` (permission `private-ai.person.erase`): the person's conversations are deleted, and where
 * operations name them a word stands that means nobody.
 */
export interface Erasure {
  userRef: string;
  /** Deleted. */
  conversations: number;
  /** That they had asked for. */
  operations: number;
}
