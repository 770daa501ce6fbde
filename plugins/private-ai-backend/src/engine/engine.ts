import { ConflictError } from '@backstage/errors';
import { isTransient } from '../time/backoff';
import type { Clock } from '../time/clock';
import { Lanes } from './lanes';
import type { Token } from './longRunning';
import type { Log } from './progress';
import { stateOf, type Resource } from './resource';
import { freshMs, settle, type Seen, type Settled } from './settle';
import { sideBySide } from './sideBySide';

export interface EngineOptions {
  /** Aborts on cancel, and when the operation is no longer this process's. */
  signal: AbortSignal;
  log: Log;
  clock: Clock;
  /** Where the token of a resource's long-running operation is kept. */
  token(resourceId: string): Token;
  /** What a plan has just seen, by resource id: spares reads. */
  seen?: ReadonlyMap<string, Seen>;
  /** Shared by runs that must not get in each other's way. */
  lanes?: Lanes;
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
  { signal, log, clock, token, seen = new Map(), lanes = new Lanes() }: EngineOptions,
): Promise<Outcome> {
  const settled = new Map<string, Settled>();
  const states = new Map<string, unknown>();
  const begun = new Set<Resource>();

  const { complete, failure } = await sideBySide(
    resources,
    { signal, log, clock },
    async (resource, running) => {
      const result = await settle(
        noting(resource, begun),
        { of: stateOf(states) },
        { ...running, clock, token: token(resource.id), lanes, first: knownOf(resource) },
      );
      settled.set(resource.id, result);
      states.set(resource.id, result.state);
      return took => (result.writes ? `ready after ${took} s` : 'is as it should be');
    },
  );

  /** What needs no read: nothing lies in what this run has made, and a plan has just looked. */
  function knownOf({ id, within, dependsOn }: Resource): Seen | undefined {
    if (within && settled.get(within)?.created) return { state: undefined, at: clock.now() };
    const known = seen.get(id);
    if (!known || clock.now() - known.at > freshMs) return undefined;
    // A write to what it depends on may have changed it since.
    const stale = known.state !== undefined && dependsOn.some(one => settled.get(one)?.writes);
    return stale ? undefined : known;
  }

  if (complete)
    return { states, writes: [...settled.values()].reduce((sum, { writes }) => sum + writes, 0) };
  const what = summary(resources, settled, begun);
  log(what, 'warn');
  if (failure !== undefined) throw failure;
  throw new ConflictError(`Stopped before everything was there. ${what} Resume to go on.`);
}

/** What exists, and what was begun and not seen to end. */
function summary(
  resources: readonly Resource[],
  settled: ReadonlyMap<string, Settled>,
  begun: ReadonlySet<Resource>,
): string {
  const titles = (of: Resource[]) => of.map(({ title }) => title).join(', ');
  const there = resources.filter(({ id }) => settled.get(id)?.state !== undefined);
  const open = [...begun].filter(({ id }) => !settled.has(id));
  return [
    there.length ? `There is now: ${titles(there)}.` : 'Nothing is ready yet.',
    ...(open.length ? [`Begun, and perhaps going on in Azure: ${titles(open)}.`] : []),
  ].join(' ');
}

/** The resource, whose writes put it among the begun until one is refused. */
function noting(resource: Resource, begun: Set<Resource>): Resource {
  const { write } = resource;
  if (!write) return resource;
  return {
    ...resource,
    async write(step, state) {
      begun.add(resource);
      try {
        return await write(step, state);
      } catch (error) {
        if (!isTransient(error) && !step.signal.aborted) begun.delete(resource);
        throw error;
      }
    },
  };
}
