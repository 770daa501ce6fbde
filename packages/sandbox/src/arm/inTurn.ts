import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceId } from './resourceId.ts';
import type { ResourceManager } from './resourceManager.ts';

const atWork = new WeakMap<ResourceManager, Set<string>>();

/**
 * Does a write or delete of a type that Azure takes one at a time below a parent: while one is being answered, the next is
 * refused in the type's words.
 */
export async function inTurn<A>(id: ResourceId, arm: ResourceManager, work: () => A): Promise<A> {
  const rule = arm.typeOf(id.type).oneAtATime;
  if (!rule) return work();
  const busy = atWork.get(arm) ?? new Set<string>();
  atWork.set(arm, busy);
  const parent = id.parent.toLowerCase();
  if (busy.has(parent)) throw rule.refusal(id.parent);
  busy.add(parent);
  try {
    const done = work();
    await sleep(rule.seconds * 1000 * arm.timing.settings.scale);
    return done;
  } finally {
    busy.delete(parent);
  }
}
