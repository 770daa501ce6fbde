import { ConflictError } from '@backstage/errors';
import type { Clock } from './clock';
import type { Resource } from './resource';
import { settle, type Token } from './settle';

/** Longest silence in the log while something is going on. */
const silenceMs = 15_000;

export interface EngineOptions {
  /** Aborts on cancel, and when the operation is no longer this process's. */
  signal: AbortSignal;
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
  clock: Clock;
  /** Where the token of a resource's long-running operation is kept. */
  token(resourceId: string): Token;
}

export interface Outcome {
  /** By resource id. */
  states: Map<string, unknown>;
  writes: number;
}

/**
 * Brings every resource to what it should be, each as soon as what it depends on is ready.
 * @throws the first refusal; an error that says what exists when the signal aborts
 */
export async function provision(
  resources: readonly Resource[],
  { signal, log, clock, token }: EngineOptions,
): Promise<Outcome> {
  requireOrder(resources);
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const states = new Map<string, unknown>();
  const working = new Map<Resource, { activity: string; since: number }>();
  const begun = new Set<Resource>();
  const runs = new Map<string, Promise<number>>();
  let failure: unknown;

  async function run(resource: Resource): Promise<number> {
    await Promise.all(resource.dependsOn.map(id => runs.get(id)));
    stopped.throwIfAborted();
    const since = clock.now();
    const says = (activity: string) => {
      if (working.get(resource)?.activity === activity) return;
      working.set(resource, { activity, since });
      log(`${resource.title}: ${activity}`);
    };
    working.set(resource, { activity: 'reading', since });
    try {
      const of = <T>(id: string) => states.get(id) as T;
      const { state, writes } = await settle(
        noting(resource, begun),
        { signal: stopped, of },
        { clock, token: token(resource.id), says },
      );
      states.set(resource.id, state);
      log(
        `${resource.title}: ${writes ? `ready after ${seconds(since)} s` : 'is as it should be'}`,
      );
      return writes;
    } catch (error) {
      // The first refusal ends the others' waiting: nothing new is started after it.
      if (!stopped.aborted) {
        failure = error;
        failed.abort();
      }
      throw error;
    } finally {
      working.delete(resource);
    }
  }

  const seconds = (since: number) => Math.round((clock.now() - since) / 1000);
  const ended = new AbortController();
  const heartbeat = (async () => {
    for (;;) {
      await clock.sleep(silenceMs, ended.signal);
      for (const [{ title }, { activity, since }] of working)
        log(`${title}: ${activity}, ${seconds(since)} s so far`);
    }
  })().catch(() => {});

  for (const resource of ordered(resources)) runs.set(resource.id, run(resource));
  const results = await Promise.allSettled(runs.values());
  ended.abort();
  await heartbeat;

  const writes = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
  if (writes.length === resources.length)
    return { states, writes: writes.reduce((sum, one) => sum + one, 0) };
  const there = resources.filter(({ id }) => states.has(id)).map(({ title }) => title);
  const open = [...begun].filter(({ id }) => !states.has(id)).map(({ title }) => title);
  const what = [
    there.length ? `There is now: ${there.join(', ')}.` : 'Nothing is ready yet.',
    open.length ? `Begun, and perhaps going on in Azure: ${open.join(', ')}.` : '',
  ]
    .join(' ')
    .trim();
  log(what, 'warn');
  if (failure !== undefined) throw failure;
  throw new ConflictError(`Stopped before everything was there. ${what} Resume to go on.`);
}

/** The resource, whose first write puts it among the begun. */
function noting(resource: Resource, begun: Set<Resource>): Resource {
  const { write } = resource;
  if (!write) return resource;
  return {
    ...resource,
    write: (step, state) => {
      begun.add(resource);
      return write(step, state);
    },
  };
}

/** Dependencies before what depends on them. */
function ordered(resources: readonly Resource[]): Resource[] {
  const result: Resource[] = [];
  const visit = (resource: Resource) => {
    if (result.includes(resource)) return;
    for (const id of resource.dependsOn) visit(resources.find(one => one.id === id)!);
    result.push(resource);
  };
  resources.forEach(visit);
  return result;
}

function requireOrder(resources: readonly Resource[]): void {
  const ids = resources.map(({ id }) => id);
  const walk = (id: string, above: string[]): void => {
    const of = resources.find(one => one.id === id);
    if (!of)
      throw new Error(`${above.at(-1)} depends on ${id}, which is not among ${ids.join(', ')}.`);
    if (above.includes(id)) throw new Error(`Depend on each other: ${[...above, id].join(' → ')}.`);
    of.dependsOn.forEach(next => walk(next, [...above, id]));
  };
  ids.forEach(id => walk(id, []));
}
