import { overBudget, type Account } from './account';
import { budget } from './budget';
import { Draft, type Edit } from './draft';
import { extentOf } from './extent';
import { patchDraft, takeBack } from './patch';

/** What leads from a newer version back to the one that holds it, in the order in which it was done. */
interface Step {
  newer: AgentState;
  back: readonly Edit[];
}

/**
 * The agent's state, any JSON value. Never changes; a patch makes another one. As with a `PersistentMap` all versions share
 * one draft, which the version holds that was looked at last: a patch costs its own size, however large the state is, and
 * however wide. Only what was looked at in between is copied where it is written to.
 */
export class AgentState {
  #draft?: Draft;
  #step?: Step;
  /** What was looked at. */
  #shown?: { value: unknown };

  private constructor(draft: Draft | undefined, shown?: { value: unknown }) {
    this.#draft = draft;
    this.#shown = shown;
  }

  /** As it was before the answer; measured when it is patched. */
  static of(value: unknown): AgentState {
    return new AgentState(undefined, { value });
  }

  /** As an agent tells it. @throws ProtocolViolation */
  static told(value: unknown): AgentState {
    const { size } = extentOf(value, budget.state);
    if (size > budget.state) throw overBudget('state');
    return new AgentState(new Draft(value, size), { value });
  }

  get value(): unknown {
    this.#shown ??= { value: this.#held().show() };
    return this.#shown.value;
  }

  /** @returns the state after it, or why no operation took effect */
  patched(patch: unknown, account: Account): AgentState | { problem: string } {
    const draft = this.#held();
    const done = patchDraft(draft, patch, { account, limit: 'state' });
    if ('problem' in done) return done;
    const newer = new AgentState(draft);
    this.#lendTo(newer, done.back);
    return newer;
  }

  #lendTo(newer: AgentState, back: readonly Edit[]): void {
    if (!this.#shown) this.#step = { newer, back };
    this.#draft = undefined;
  }

  /** The draft, as it is in this version. */
  #held(): Draft {
    if (this.#shown) this.#draft ??= draftOf(this.#shown.value);
    if (this.#draft) return this.#draft;
    const way: AgentState[] = [this];
    for (let next = this.#step!.newer; !next.#draft && !next.#shown; next = next.#step!.newer) {
      way.push(next);
    }
    for (const older of way.reverse()) {
      const { newer, back } = older.#step!;
      const draft = newer.#held();
      newer.#lendTo(older, takeBack(draft, back));
      older.#draft = draft;
      older.#step = undefined;
    }
    return this.#draft!;
  }
}

const draftOf = (value: unknown) => new Draft(value, extentOf(value).size);
