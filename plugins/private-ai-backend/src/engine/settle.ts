import { ConflictError } from '@backstage/errors';
import { isTransient } from '../time/backoff';
import type { Clock } from '../time/clock';
import type { Lanes, Leave } from './lanes';
import { isFinal, LongRunning, type Token } from './longRunning';
import { lastChangeFailed, type Resource, type Step, type Written } from './resource';
import type { Running } from './sideBySide';
import { ofCause } from '../redaction/ofCause';

/** Time that a written resource has to show what was written, before that counts as refused. */
export const showsWithinMs = 90_000;
/** Age up to which what was seen stands for a read. */
export const freshMs = 10_000;

/** What a read showed, and when; no state: it does not exist. */
export interface Seen {
  state: unknown;
  /** By the engine's clock. */
  at: number;
}

export interface Settled {
  state: unknown;
  /** How often it was written. */
  writes: number;
  /** It was not there before. */
  created: boolean;
}

/**
 * Brings one resource to what it should be: reads, writes what differs, waits. What passes by itself is repeated within
 * the budget; an operation that ended in failure is followed by one more, where a read shows that it is still due;
 * anything else is thrown at once.
 */
export async function settle(
  resource: Resource,
  step: Pick<Step, 'of'>,
  {
    clock,
    token,
    lanes,
    first,
    signal,
    says,
    patience,
  }: Running & { clock: Clock; token: Token; lanes: Lanes; first?: Seen },
): Promise<Settled> {
  const { title } = resource;
  const reading: Step = { ...step, signal, poller: { onPoller: async () => {} } };
  const operation = await LongRunning.of(token, signal);
  let known = first;
  let writes = 0;
  let created = false;
  /** By this run. */
  let begun = false;
  /** The last write counts: until then it has to show. Undefined: a write may follow. */
  let showsBy: number | undefined;
  /** What the last write was to change. */
  let due: string | undefined;
  /** How its operation in Azure ended, the first time. */
  let failure: Error | undefined;
  let leave: Leave | undefined;

  try {
    for (;;) {
      signal.throwIfAborted();
      try {
        const waits = operation.pending ? await resume() : await advance();
        if (typeof waits === 'object') return waits;
        if (waits) await patience.pause(waits);
      } catch (error) {
        if (signal.aborted) throw error;
        if (operation.hasFailedWith(error)) {
          if (isFinal(error)) throw error;
          if (failure) throw failedAgain(title, error);
          await goOnAfter(error);
        } else if (isTransient(error)) await patience.pause(error.message, error);
        else throw error;
      }
    }
  } finally {
    leave?.();
  }

  /** One look, and one write where it is due: the end, what to wait for before the next look, or nothing. */
  async function advance(): Promise<Settled | string | undefined> {
    const { state, at } = known ?? { state: await resource.read(reading), at: clock.now() };
    known = undefined;
    patience.looked(state);
    if (state === undefined && resource.obsolete) return { state, writes, created };
    const differences =
      state === undefined ? ['it does not exist'] : resource.differs(state, reading);
    const waits = state === undefined ? undefined : resource.waitsFor?.(state, reading);
    if (waits) return waits;
    if (differences.length === 0) return { state, writes, created };
    if (showsBy !== undefined) {
      if (clock.now() < showsBy) return 'waiting until it shows what was written';
      // A part of it was taken: some changes take Azure two writes.
      const moved = due !== undefined && writes < 3 && differences.join() !== due;
      const again = !failure && differences.includes(lastChangeFailed);
      if (!moved && !again) throw notTaken(differences);
      if (!moved) return goOnAfter(new Error(`${title}: ${lastChangeFailed}`));
    }
    if (!resource.write) throw new ConflictError(notOurs(title, differences));
    if (!leave && resource.lane !== undefined) {
      leave = await lanes.enter(resource.lane, signal, () => says('waiting for its turn'));
      patience.moved();
      if (clock.now() - at > freshMs) return undefined;
    }
    signal.throwIfAborted();
    says(activityOf(resource, state, differences));
    due = state === undefined ? undefined : differences.join();
    const answer = await write(state);
    // Some of Azure's types answer every PUT with 201: what was there is not new.
    if (state === undefined && answer?.created) created = true;
    return undefined;
  }

  /** Waits for what was started before; whatever came of it, the next look decides. */
  async function resume(): Promise<string | undefined> {
    says(begun ? 'waiting for what was started' : 'waiting for what an earlier run started');
    try {
      await write(undefined);
      return undefined;
    } catch (error) {
      if (operation.isForgotten(error)) return 'looking again';
      throw error;
    }
  }

  /** What an earlier run started may have been another wish: only this run's own has to show. */
  async function write(state: unknown): Promise<Written<unknown> | void> {
    begun ||= !operation.pending;
    const answer = await patience.within(limited =>
      operation.run(async poller =>
        resource.write?.({ ...reading, signal: limited, poller }, state),
      ),
    );
    patience.moved();
    if (begun) {
      writes += 1;
      showsBy = clock.now() + showsWithinMs;
    }
    if (answer?.state !== undefined) known = { state: answer.state, at: clock.now() };
    return answer;
  }

  /** Where a look shows that it is still due, it is written once more. */
  async function goOnAfter(error: Error): Promise<undefined> {
    failure = error;
    showsBy = undefined;
    await patience.pause(error.message);
  }

  function notTaken(differences: string[]): ConflictError {
    const sentence = `${title} was written, but still differs: ${differences.join(', ')}. A policy or another tool may change it; ask the platform team.`;
    return ofCause(new ConflictError(sentence), failure);
  }
}

/** What Azure said begins with the resource, which is said already. */
function failedAgain(title: string, error: Error): ConflictError {
  const { message } = error;
  const said = message.startsWith(title) ? message.slice(message.indexOf(': ') + 2) : message;
  const sentence = `${title} failed twice. ${said} Resume the operation later; if it fails again, give the platform team what Azure said.`;
  return ofCause(new ConflictError(sentence), error);
}

/** The sentence for what must be there already and is not, or is otherwise. */
export const notOurs = (title: string, differences: string[]) =>
  `${title} is not as the application needs it (${differences.join(', ')}), and is not the portal’s to change: ask the platform team.`;

function activityOf({ obsolete }: Resource, state: unknown, differences: string[]): string {
  if (state === undefined) return 'creating';
  return `${obsolete ? 'removing' : 'updating'} ${differences.join(', ')}`;
}
