import { ConflictError } from '@backstage/errors';
import type { PlannedResource } from '@private-ai/plugin-private-ai-common';
import { systemClock, type Clock } from '../time/clock';
import type { Log } from './progress';
import { inOrder, ordered } from './order';
import { NotThereError, stateOf, type Resource, type Step } from './resource';
import { notOurs, type Seen } from './settle';
import { sideBySide } from './sideBySide';

/** Milliseconds after which what seems to be another's, or missing, is looked at once more. */
const lookAgainMs = 1_000;

export interface Plan {
  /** In dependency order. */
  rows: PlannedResource[];
  /** By resource id: what was read, or is absent with what it lies in. */
  seen: Map<string, Seen>;
  /** What stands in the way, as sentences in dependency order; without those rows that only wait for another. */
  problems: string[];
}

type Verdict = Pick<PlannedResource, 'action' | 'differences' | 'formerText' | 'reason'>;

/**
 * Reads what there is, side by side, and says what provisioning would do with each resource. Nothing is written. With a
 * `log`, what passes by itself is waited out and told there; without, it is a row `unknown`.
 */
export async function planGraph(
  resources: readonly Resource[],
  {
    signal,
    clock = systemClock,
    log,
    isToldElsewhere = () => false,
  }: {
    signal: AbortSignal;
    clock?: Clock;
    log?: Log;
    /** Of a resource that cannot be read: its row then says so without a sentence of its own. */
    isToldElsewhere?: (resource: Resource, error: Error) => boolean;
  },
): Promise<Plan> {
  const seen = new Map<string, Seen>();
  const states = new Map<string, unknown>();
  const verdicts = new Map<string, Verdict>();
  const problems = new Map<string, string>();
  const step: Step = { signal, of: stateOf(states), poller: { onPoller: async () => {} } };
  const actionOf = (id: string) => verdicts.get(id)?.action;

  const judge = async (resource: Resource, read: () => Promise<unknown>) => {
    const waits = waitingFor(resource);
    let verdict = waits ?? (await verdictOf(resource, read));
    if (!waits && verdict.action === 'blocked') {
      // What was just written may not be shown everywhere yet: nothing is refused by one look.
      await clock.sleep(lookAgainMs, signal);
      for (const told of [seen, states, problems]) told.delete(resource.id);
      verdict = await verdictOf(resource, read);
    }
    verdicts.set(resource.id, verdict);
  };
  if (log) {
    await sideBySide(resources, { signal, log, clock }, async (resource, { patience }) => {
      await judge(resource, () => patience.untilDone(() => resource.read(step)));
      return undefined;
    });
  } else {
    await Promise.all(inOrder(resources, one => judge(one, () => one.read(step))));
  }
  signal.throwIfAborted();
  const rows = ordered(resources)
    .filter(one => !(one.obsolete || one.onlyWhenDue) || verdicts.get(one.id)?.action !== 'leave')
    .map(({ id, type, name, nameOf }) => {
      const found = states.get(id);
      const called = found === undefined ? undefined : nameOf?.(found);
      return { id, type, name: called ?? name, ...verdicts.get(id)! };
    });
  return { rows, seen, problems: ordered(resources).flatMap(({ id }) => problems.get(id) ?? []) };

  function waitingFor({ dependsOn }: Resource): Verdict | undefined {
    const missing = resources.filter(
      ({ id }) => dependsOn.includes(id) && /^(blocked|unknown)$/.test(actionOf(id) ?? ''),
    );
    if (missing.length === 0) return undefined;
    return { action: 'blocked', reason: `needs ${missing.map(one => one.title).join(' and ')}` };
  }

  async function verdictOf(resource: Resource, read: () => Promise<unknown>): Promise<Verdict> {
    const { within, title } = resource;
    try {
      const state = within && actionOf(within) === 'create' ? undefined : await read();
      seen.set(resource.id, { state, at: clock.now() });
      if (state === undefined) return absent(resource);
      states.set(resource.id, state);
      return changed(resource, state, resource.differs(state, step));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NotThereError) return absent(resource);
      const { message } = error as Error;
      if (isToldElsewhere(resource, error as Error)) return { action: 'unknown' };
      if (error instanceof ConflictError) return blocked(resource, message);
      problems.set(resource.id, `${title} could not be read. ${message}`);
      return { action: 'unknown', reason: message };
    }
  }

  function absent(resource: Resource): Verdict {
    if (resource.obsolete) return { action: 'leave' };
    if (resource.write) return { action: 'create' };
    return blocked(resource, notOurs(resource.title, ['it does not exist']));
  }

  function changed(resource: Resource, state: unknown, differences: string[]): Verdict {
    const { obsolete, remark, write, title } = resource;
    if (differences.length === 0) {
      const reason = remark?.(state);
      return { action: 'leave', ...(reason && { reason }) };
    }
    if (!write) return blocked(resource, notOurs(title, differences));
    const former = resource.formerText?.(state, differences);
    return {
      action: obsolete ? 'remove' : 'change',
      // A person reads of a text what changed in it, and not the same again.
      differences: differences.filter(one => one !== former?.difference),
      ...(former && { formerText: former.text }),
    };
  }

  function blocked({ id }: Resource, reason: string): Verdict {
    problems.set(id, reason);
    return { action: 'blocked', reason };
  }
}
