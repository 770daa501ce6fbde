import { stateOf, type Resource, type Step } from '../engine/resource';

/** What the engine would give. */
export const stepWith = (states: Map<string, unknown>): Step => ({
  signal: new AbortController().signal,
  of: stateOf(states),
  poller: { onPoller: async () => {} },
});

/** Looks at a resource and writes it where it differs; again while Azure says that it passes. What had differed. */
export async function bring(one: Resource, states = new Map<string, unknown>()): Promise<string[]> {
  const step = stepWith(states);
  let differed: string[] | undefined;
  for (let left = 50; left > 0; left--) {
    const state = await one.read(step);
    if (state !== undefined) states.set(one.id, state);
    const differs = state === undefined ? ['absent'] : one.differs(state, step);
    differed ??= differs;
    if (differs.length === 0 && !one.waitsFor?.(state, step)) return differed;
    if (differs.length > 0) {
      await one.write?.(step, state).catch(async error => {
        if (!error.transient) throw error;
        await new Promise(resolve => setTimeout(resolve, 300));
      });
    }
  }
  throw new Error(`${one.title} never was as it should be`);
}
