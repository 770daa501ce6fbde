import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import type { Resource } from '../provisioning/resource';

export type Check = OperationOutputs['verify']['checks'][number];

/**
 * Reads every resource back and holds it against what it should be. Nothing is written. What depends on something
 * that is not there cannot be asked for, and says so.
 */
export async function checkResources(
  resources: readonly Resource[],
  signal: AbortSignal,
): Promise<Check[]> {
  const states = new Map<string, unknown>();
  const checks: Check[] = [];
  const step = {
    signal,
    of: <T>(id: string) => states.get(id) as T,
    poller: { onPoller: async () => undefined },
  };
  for (const resource of inOrder(resources)) {
    signal.throwIfAborted();
    const lacking = resource.dependsOn.filter(id => !states.has(id));
    const problem = lacking.length
      ? `not checked, because it needs ${lacking.join(' and ')}`
      : await problemOf(resource).catch((error: Error) => {
          signal.throwIfAborted();
          return error.message;
        });
    checks.push({ name: resource.title, ok: !problem, message: problem ?? 'is as it should be' });
  }
  return checks;

  async function problemOf(resource: Resource): Promise<string | undefined> {
    const state = await resource.read(step);
    if (state === undefined) return 'does not exist';
    states.set(resource.id, state);
    const waits = resource.waitsFor?.(state, step);
    if (waits) return `is not ready: ${waits}`;
    const differs = resource.differs(state, step);
    return differs.length > 0 ? `is not as it should be: ${differs.join(', ')}` : undefined;
  }
}

function inOrder(resources: readonly Resource[]): Resource[] {
  const ordered: Resource[] = [];
  const add = (one: Resource) => {
    if (ordered.includes(one)) return;
    for (const id of one.dependsOn) resources.filter(other => other.id === id).forEach(add);
    ordered.push(one);
  };
  resources.forEach(add);
  return ordered;
}

/** Runs a check that throws a sentence when it fails. */
export async function check(
  name: string,
  signal: AbortSignal,
  run: () => Promise<string>,
): Promise<Check> {
  try {
    return { name, ok: true, message: await run() };
  } catch (error) {
    signal.throwIfAborted();
    return { name, ok: false, message: (error as Error).message };
  }
}
