import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { backoffMs, budgetMs, isTransient } from './backoff';
import type { Clock } from './clock';
import type { Resource, Step } from './resource';

/** Time that a written resource has to show what was written, before that counts as refused. */
const showsWithinMs = 90_000;

/** Where the token of a resource's long-running operation is kept, so that another process can go on with it. */
export interface Token {
  get(): Promise<string | undefined>;
  set(value: string | undefined): Promise<void>;
}

export interface Settled {
  state: unknown;
  /** How often it was written. */
  writes: number;
}

/**
 * Brings one resource to what it should be: reads, writes what differs, waits. What passes by itself is repeated within
 * the budget; anything else is thrown at once.
 */
export async function settle(
  resource: Resource,
  step: Omit<Step, 'poller'>,
  { clock, token, says }: { clock: Clock; token: Token; says: (activity: string) => void },
): Promise<Settled> {
  const { signal } = step;
  const { title } = resource;
  const started = clock.now();
  const reading: Step = { ...step, poller: { onPoller: async () => {} } };
  let attempt = 0;
  let writes = 0;
  let shownBy = 0;
  let resumeFrom = await token.get();

  for (;;) {
    signal.throwIfAborted();
    try {
      const waits = resumeFrom ? await resume(resumeFrom) : await advance();
      if (typeof waits === 'object') return waits;
      if (waits) await pause(waits);
    } catch (error) {
      if (signal.aborted || !isTransient(error)) throw error;
      await pause(error.message, error);
    }
  }

  /** One look, and one write where it is due: the end, what to wait for before the next look, or nothing. */
  async function advance(): Promise<Settled | string | undefined> {
    const state = await resource.read(reading);
    const differences =
      state === undefined ? ['it does not exist'] : resource.differs(state, reading);
    const waits = state === undefined ? undefined : resource.waitsFor?.(state, reading);
    if (waits) return waits;
    if (differences.length === 0) return { state, writes };
    if (writes > 0) {
      if (clock.now() < shownBy) return 'waiting until it shows what was written';
      throw new ConflictError(
        `${title} was written, but still differs: ${differences.join(', ')}. A policy or another tool may change it; ask the platform team.`,
      );
    }
    if (!resource.write) {
      throw new ConflictError(
        `${title} is not as the application needs it (${differences.join(', ')}), and is not the portal’s to change: ask the platform team.`,
      );
    }
    signal.throwIfAborted();
    says(state === undefined ? 'creating' : `updating ${differences.join(', ')}`);
    await write(state, undefined);
    writes += 1;
    attempt = 0;
    shownBy = clock.now() + showsWithinMs;
    return undefined;
  }

  /** Waits for what an earlier run started; whatever came of it, the next look decides. */
  async function resume(from: string): Promise<string | undefined> {
    resumeFrom = undefined;
    says('waiting for what an earlier run started');
    try {
      await write(undefined, from);
      return undefined;
    } catch (error) {
      // The address of a long-running operation is forgotten after a while.
      if ((error as { status?: number }).status === 404) return 'looking again';
      throw error;
    }
  }

  async function write(state: unknown, from: string | undefined): Promise<void> {
    const poller = { resumeFrom: from, onPoller: (value: string) => token.set(value) };
    try {
      await resource.write?.({ ...step, poller }, state);
    } finally {
      // Cut off, the token is for the next run; else that operation has ended, or a look shows how far it is.
      if (!signal.aborted) await token.set(undefined);
    }
  }

  async function pause(activity: string, error?: Error & { retryAfterSeconds?: number }) {
    attempt += 1;
    const wait = backoffMs(attempt, clock.random(), error?.retryAfterSeconds);
    const spent = clock.now() - started;
    if (spent + wait > budgetMs) {
      throw new ServiceUnavailableError(
        `${title}: gave up after ${Math.round(spent / 60_000)} min (${activity}). Resume the operation later; what was made is kept.`,
        error,
      );
    }
    says(activity);
    await clock.sleep(wait, signal);
  }
}
