import { ConflictError } from '@backstage/errors';
import { isTransient } from '../time/backoff';
import type { EngineOptions } from './engine';
import { Lanes, type Leave } from './lanes';
import { isFinal, LongRunning, type Token } from './longRunning';
import { NotThereError, stateOf, type Resource, type Step } from './resource';
import { freshMs, showsWithinMs, type Seen } from './settle';
import { sideBySide, type Running } from './sideBySide';

/** What was taken away. */
export interface Removed {
  type: string;
  name: string;
}

/**
 * Takes away everything that may be, each as soon as nothing that depends on it is left, and waits until it is gone. What
 * is not there is done. Everything is read first: a dependent may need what it depends on to say which one it is.
 * @returns what was there and is gone, in that order
 * @throws the first refusal; an error that says what is gone when the signal aborts
 */
export async function removeAll(
  all: readonly Resource[],
  {
    signal,
    log,
    clock,
    token,
    lanes = new Lanes(),
  }: Pick<EngineOptions, 'signal' | 'log' | 'clock' | 'token' | 'lanes'>,
): Promise<Removed[]> {
  const resources = among(all);
  const found = new Map<string, Seen>();
  const states = new Map<string, unknown>();
  const removed: Resource[] = [];
  const begun = new Set<Resource>();
  const stepOf = (running: Running): Step => ({
    signal: running.signal,
    of: stateOf(states),
    poller: { onPoller: async () => {} },
  });

  const looked = await sideBySide(resources, { signal, log, clock }, async (resource, running) => {
    const state = await running.patience.untilDone(() => readOf(resource, stepOf(running)));
    found.set(resource.id, { state, at: clock.now() });
    states.set(resource.id, state);
    return undefined;
  });
  if (looked.failure !== undefined) throw looked.failure;

  const { complete, failure } = await sideBySide(
    resources,
    { signal, log, clock, backwards: true },
    async (resource, running) => {
      if (!resource.remove || found.get(resource.id)?.state === undefined) return undefined;
      await takeAway(noting(resource, begun), stepOf(running), {
        ...running,
        clock,
        token: token(resource.id),
        lanes,
        first: found.get(resource.id),
      });
      removed.push(resource);
      return took => `gone after ${took} s`;
    },
  );
  if (complete) return removed.map(({ type, name }) => ({ type, name }));

  const titles = (of: Resource[]) => of.map(({ title }) => title).join(', ');
  const open = [...begun].filter(one => !removed.includes(one));
  const what = [
    removed.length ? `Gone now: ${titles(removed)}.` : 'Nothing is gone yet.',
    ...(open.length ? [`Begun, and perhaps going on in Azure: ${titles(open)}.`] : []),
  ].join(' ');
  log(what, 'warn');
  if (failure !== undefined) throw failure;
  throw new ConflictError(`Stopped before everything was gone. ${what} Resume to go on.`);
}

/** Removes one thing, and looks until it is gone. */
async function takeAway(
  resource: Resource,
  step: Step,
  {
    clock,
    token,
    lanes,
    first,
    signal,
    says,
    patience,
  }: Running & { clock: EngineOptions['clock']; token: Token; lanes: Lanes; first?: Seen },
): Promise<void> {
  const operation = await LongRunning.of(token, signal);
  let known = first && clock.now() - first.at <= freshMs ? first : undefined;
  let goneBy: number | undefined;
  let removals = 0;
  let failed = false;
  let leave: Leave | undefined;
  try {
    for (;;) {
      signal.throwIfAborted();
      try {
        const waits = await advance();
        if (waits === true) return;
        await patience.pause(waits);
      } catch (error) {
        if (signal.aborted) throw error;
        // Its address may be forgotten again and again: each look counts.
        if (operation.isForgotten(error)) await patience.pause('looking again');
        else if (operation.hasFailedWith(error)) {
          if (failed || isFinal(error)) throw error;
          failed = true;
          await patience.pause(error.message);
        } else if (isTransient(error)) await patience.pause(error.message, error);
        else throw error;
      }
    }
  } finally {
    leave?.();
  }

  /** One look, and one removal where it is due: whether it is gone, or what to wait for. */
  async function advance(): Promise<true | string> {
    let state = known ? known.state : await readOf(resource, step);
    known = undefined;
    if (state === undefined) return true;
    patience.looked(state);
    if (goneBy !== undefined) {
      if (clock.now() < goneBy || resource.waitsFor?.(state, step))
        return 'waiting until it is gone';
      if (removals > 1) throw stillThere(resource);
    }
    if (!leave && resource.lane !== undefined) {
      leave = await lanes.enter(resource.lane, signal, () => says('waiting for its turn'));
      patience.moved();
    }
    signal.throwIfAborted();
    says('removing');
    await patience.within(limited =>
      operation.run(async poller => resource.remove?.({ ...step, signal: limited, poller }, state)),
    );
    removals += 1;
    goneBy = clock.now() + showsWithinMs;
    patience.moved();
    state = await readOf(resource, step);
    return state === undefined ? true : 'waiting until it is gone';
  }
}

/** What cannot even be asked for, because it lies in something that is gone, is gone too. */
async function readOf(resource: Resource, step: Step): Promise<unknown> {
  try {
    return await resource.read(step);
  } catch (error) {
    if (error instanceof NotThereError) return undefined;
    throw error;
  }
}

const stillThere = ({ title }: Resource) =>
  new ConflictError(
    `${title} was removed, but is still there. A lock, a policy or another tool may keep it; ask the platform team.`,
  );

/** What is not to be removed with them is nothing to wait for. */
function among(resources: readonly Resource[]): Resource[] {
  const ids = new Set(resources.map(({ id }) => id));
  return resources.map(one => ({ ...one, dependsOn: one.dependsOn.filter(id => ids.has(id)) }));
}

function noting(resource: Resource, begun: Set<Resource>): Resource {
  return {
    ...resource,
    remove: async (step, state) => {
      begun.add(resource);
      await resource.remove?.(step, state);
    },
  };
}
