import { ConflictError } from '@backstage/errors';
import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import { inOrder } from '../engine/order';
import { NotThereError, stateOf, type Step } from '../engine/resource';
import type { Checkable } from '../resources/checkable';

type Check = OperationOutputs['verify']['checks'][number];

export interface Finding extends Check {
  /** It could not be looked at, because of something else that is not there. */
  skipped?: boolean;
}

/**
 * Reads everything back, side by side, and holds it against what it should be. Nothing is written. What depends on
 * something that is not there, or that is another application's, is not looked at, and says so.
 * @param options - `tell`: given each finding as soon as there is one
 */
export async function checkAll(
  things: readonly Checkable[],
  { signal, tell = () => {} }: { signal: AbortSignal; tell?(finding: Finding): void },
): Promise<Finding[]> {
  const states = new Map<string, unknown>();
  const step: Step = { signal, of: stateOf(states), poller: { onPoller: async () => {} } };
  const byId = new Map(things.map(one => [one.id, one]));
  return Promise.all(
    inOrder(things, async ({ id }) => {
      const finding = await find(byId.get(id)!);
      tell(finding);
      return finding;
    }),
  );

  async function find(thing: Checkable): Promise<Finding> {
    const { id, type, title } = thing;
    try {
      const found = await look(thing);
      const state = states.get(id);
      const name = thing.nameOf && state !== undefined ? `${type} ${thing.nameOf(state)}` : title;
      return { name, ...found };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof NotThereError) return { name: title, ...needs([error.id]) };
      // Another application's: nothing in it is looked at.
      if (error instanceof ConflictError) states.delete(id);
      return { name: title, ok: false, message: (error as Error).message };
    }
  }

  async function look(thing: Checkable): Promise<Omit<Finding, 'name'>> {
    signal.throwIfAborted();
    const lacking = thing.dependsOn.filter(id => !states.has(id) && !byId.get(id)?.obsolete);
    if (lacking.length) return needs(lacking);
    const wrong = (message: string) => ({ ok: false, message });
    const well = { ok: true, message: 'is as it should be' };

    const state = await thing.read(step);
    if (state === undefined) return thing.obsolete ? well : wrong('does not exist');
    states.set(thing.id, state);
    // First, because it says whose it is: also of what is being made or removed.
    const differs = thing.differs(state, step);
    const waits = thing.waitsFor?.(state, step);
    if (waits) return wrong(`is not ready: ${waits}`);
    if (differs.length) return wrong(`is not as it should be: ${differs.join(', ')}`);
    return { ...well, message: thing.says?.(state) ?? thing.remark?.(state) ?? well.message };
  }

  function needs(ids: string[]) {
    const titles = ids.map(id => byId.get(id)?.title ?? id);
    const message = `not checked, because it needs ${titles.join(' and ')}`;
    return { ok: false, skipped: true, message };
  }
}
