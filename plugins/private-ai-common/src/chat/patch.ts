import { overBudget, stepsOf, type Account } from './account';
import { budget } from './budget';
import { Draft, indexOf, isHolder, type Edit } from './draft';
import { entrySize, extentOf, type Extent } from './extent';
import { Impossible, isInside, keysOf } from './pointer';
import { ProtocolViolation } from './violation';

/** Who pays for a patch, and how large what it makes may become. */
export interface Allowance {
  account: Pick<Account, 'work'>;
  limit: 'state' | 'activities';
  /** Characters beside the draft's that share the limit. */
  beside?: number;
}

/**
 * An RFC 6902 patch, all or nothing: the document given is never touched, and what does not change is shared with it.
 *
 * @returns the new document, or why no operation took effect
 * @throws ProtocolViolation where it costs, or makes, more than an answer may have
 */
export function patched<T>(
  document: T,
  patch: unknown,
  allowance: Allowance,
): { value: T; grew: number } | { problem: string } {
  // How large the document is does not matter here: what it grows by is measured, and it costs a walk less.
  const draft = new Draft(document, 0);
  const done = patchDraft(draft, patch, allowance);
  return 'problem' in done ? done : { value: draft.show() as T, grew: draft.size };
}

/**
 * The same to a draft.
 * @returns what takes the patch back, or why no operation took effect
 */
export function patchDraft(
  draft: Draft,
  patch: unknown,
  allowance: Allowance,
): { back: Edit[] } | { problem: string } {
  if (!Array.isArray(patch)) return { problem: 'It is no list of operations.' };
  if (patch.length > budget.operations) throw overBudget('operations');
  const patching = new Patching(draft, allowance);
  try {
    for (const operation of patch) patching.apply(operation);
    return { back: patching.back };
  } catch (error) {
    takeBack(draft, patching.back);
    if (!(error instanceof Impossible)) throw error;
    return { problem: error.message };
  }
}

/** @returns what brings them again */
export const takeBack = (draft: Draft, back: readonly Edit[]): Edit[] =>
  back.toReversed().map(edit => draft.edit(edit, () => undefined));

/** A patch on its way. */
class Patching {
  /** What takes back what was done, in the order in which it was done. */
  readonly back: Edit[] = [];
  readonly #draft: Draft;
  readonly #allowance: Allowance;

  constructor(draft: Draft, allowance: Allowance) {
    this.#draft = draft;
    this.#allowance = allowance;
  }

  apply(operation: unknown): void {
    const { op, path, from, value } = (operation ?? {}) as Record<string, unknown>;
    const target = keysOf(path);
    switch (op) {
      case 'add':
        return this.#add(target, value, this.#sizeOf(value, target));
      case 'remove':
        return this.#remove(target);
      case 'replace':
        this.#draft.at(target);
        return this.#set(target, value, this.#sizeOf(value, target));
      case 'test':
        this.#sizeOf(value, target);
        if (this.#isSame(this.#draft.at(target), value)) return undefined;
        throw new Impossible(`There is another value at ${path}.`);
      case 'move':
        return from === path ? void this.#draft.at(target) : this.#move(keysOf(from), target);
      case 'copy':
        return this.#copy(keysOf(from), target);
      default:
        throw new Impossible(`There is no operation ${String(op)}.`);
    }
  }

  #add(target: string[], value: unknown, size: number): void {
    const holder = target.length > 0 ? this.#draft.at(target.slice(0, -1)) : undefined;
    if (!Array.isArray(holder)) return this.#set(target, value, size);
    const key = target.at(-1)!;
    const index = key === '-' ? holder.length : indexOf(key);
    if (index === undefined || index > holder.length) {
      throw new Impossible(`A list of ${holder.length} has no place ${key}.`);
    }
    const keys = target.with(-1, String(index));
    return this.#edit({ does: 'insert', keys, value, grows: size + entrySize(holder, key) });
  }

  #remove(target: string[]): void {
    const size = this.#known(this.#draft.at(target), target);
    if (target.length === 0) {
      return this.#edit({
        does: 'set',
        keys: target,
        value: null,
        grows: extentOf(null).size - size,
      });
    }
    const holder = this.#draft.at(target.slice(0, -1)) as object;
    const grows = -size - entrySize(holder, target.at(-1)!);
    return this.#edit({ does: 'delete', keys: target, grows });
  }

  /** The whole, an item in place of another, or an entry of an object. */
  #set(target: string[], value: unknown, size: number): void {
    const key = target.at(-1);
    const holder = key === undefined ? undefined : this.#draft.at(target.slice(0, -1));
    if (key === '__proto__' || (key !== undefined && !isHolder(holder))) {
      throw new Impossible(`Nothing can lie at ${key}.`);
    }
    const there = holder === undefined || Object.hasOwn(holder as object, key!);
    const before = there
      ? this.#known(this.#draft.at(target), target)
      : -entrySize(holder as object, key!);
    return this.#edit({ does: 'set', keys: target, value, grows: size - before });
  }

  #move(source: string[], target: string[]): void {
    const value = this.#draft.at(source);
    if (isInside(target, source)) throw new Impossible('A value cannot move into itself.');
    const size = this.#known(value, target);
    // What takes it back holds the value too: whoever writes to it copies it first.
    this.#draft.show();
    this.#remove(source);
    this.#add(target, value, size);
  }

  #copy(source: string[], target: string[]): void {
    const value = this.#draft.at(source);
    // Each of these would double the document.
    if (isHolder(value) && isInside(target, source)) {
      throw new ProtocolViolation('over-budget', 'A patch copies a value into itself.');
    }
    const size = this.#known(value, target);
    // It lies in two places now: whoever writes to one of them copies it first.
    this.#draft.show();
    this.#add(target, value, size);
  }

  #edit(edit: Edit): void {
    const { limit, beside = 0, account } = this.#allowance;
    if (edit.grows > 0 && this.#draft.size + edit.grows + beside > budget[limit]) {
      throw overBudget(limit);
    }
    this.back.push(this.#draft.edit(edit, steps => account.work(steps)));
  }

  /** Of a value that an operation brings along to lie at `target`. */
  #sizeOf(value: unknown, target: readonly string[]): number {
    if (value === undefined) throw new Impossible('An operation lacks its value.');
    return this.#extentOf(value, target).size;
  }

  /** Of a value that was there before. */
  #known(value: unknown, target: readonly string[]): number {
    const { size, steps } = this.#extentOf(value, target);
    this.#allowance.account.work(steps);
    return size;
  }

  #extentOf(value: unknown, target: readonly string[]): Extent {
    const extent = extentOf(value, budget[this.#allowance.limit]);
    if (target.length + extent.depth > budget.depth) throw overBudget('depth');
    return extent;
  }

  #isSame(one: unknown, other: unknown): boolean {
    if (!isHolder(one) || !isHolder(other)) return one === other;
    this.#allowance.account.work(stepsOf(one));
    const keys = Object.keys(one);
    return (
      Array.isArray(one) === Array.isArray(other) &&
      keys.length === Object.keys(other).length &&
      keys.every(
        key => Object.hasOwn(other, key) && this.#isSame(one[key as never], other[key as never]),
      )
    );
  }
}
