import type { Resource } from '../engine/resource';

/** What is looked at: a resource as provisioning means it, or anything else that can be read back. Never written. */
export interface Checkable<State = unknown> extends Omit<Resource<State>, 'write' | 'remove'> {
  /** How it is, in words, when it is well. */
  says?(state: State): string;
}

/** A cast that is safe because each is given only what its own `read` answered. */
export const checkable = <State>(of: Checkable<State>): Checkable => of as Checkable;
