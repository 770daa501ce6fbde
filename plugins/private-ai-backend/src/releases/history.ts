import {
  bringing,
  brings,
  isUnderWay,
  type Operation,
  type OperationKind,
  type Release,
} from '@private-ai/plugin-private-ai-common';

/** An image that the cluster holds. */
export type HeldRelease = Release & { image: string };

/** What the history is made of: what came before a retirement was of another application. */
export const historic: readonly OperationKind[] = [...bringing, 'retire'];

/** Lines of it; what the cluster holds is told however much was tried since. */
const most = 20;

interface Try extends Pick<Operation, 'state' | 'error'> {
  commit: string;
  image?: string;
  by: string;
  /** ISO 8601. */
  at: string;
  /** ISO 8601, when it was asked for: what the cluster made before that is not its. */
  since: string;
}

/**
 * What runs and ran, and what was tried in vain, newest first: the cluster knows the images, the portal's database who brought
 * them, and when. What the cluster calls former, and never came up, failed.
 * @param held - undefined where the cluster cannot be asked: what runs of what came up is not known then
 * @param operations - of the kinds above, newest first
 */
export function historyOf(
  held: readonly HeldRelease[] | undefined,
  operations: readonly Operation[],
): Release[] {
  const retired = operations.findIndex(
    ({ kind, state }) => kind === 'retire' && state === 'succeeded',
  );
  const since = retired < 0 ? operations : operations.slice(0, retired);
  const tries = since.flatMap(tryOf);
  const spent = new Set<Try>();
  // What is started again and again looks for moments as if it ran, and the one before it runs.
  const several = (held ?? []).filter(({ state }) => state === 'running').length > 1;
  const traced: Release[] = (held ?? []).map(one => {
    const ofCommit = tries.filter(({ commit }) => !one.commit || commit === one.commit);
    const brought = ofCommit.filter(
      ({ state, image }) => state === 'succeeded' && image === one.image,
    );
    brought.forEach(each => spent.add(each));
    const trace =
      brought[0] ?? ofCommit.find(each => !spent.has(each) && mayHaveBrought(each, one));
    if (trace) spent.add(trace);
    return trace ? tracedBy(trace, one, several) : one;
  });
  const newest = held ? undefined : tries.find(({ state }) => state === 'succeeded');
  const rest = tries
    .filter(each => !spent.has(each))
    .map(each => (each === newest ? { ...alone(each), state: 'unseen' as const } : alone(each)));
  return [...traced, ...rest]
    .sort((a, b) => Date.parse(b.releasedAt) - Date.parse(a.releasedAt))
    .filter((one, index) => index < most || traced.includes(one));
}

/** A try that has no image may have brought none: only what the cluster made of its commit since it was asked for is its. */
function mayHaveBrought({ image, commit, since }: Try, one: HeldRelease): boolean {
  if (image) return image === one.image;
  // The cluster tells whole seconds.
  return (
    commit === one.commit &&
    Date.parse(one.releasedAt) >= Math.floor(Date.parse(since) / 1000) * 1000
  );
}

/** None of what was cancelled before it began. */
function tryOf(operation: Operation): Try[] {
  const { kind, state, requestedBy, error, createdAt, startedAt, endedAt, updatedAt } = operation;
  if (!isBringing(operation) || (state === 'cancelled' && !startedAt)) return [];
  const { source } = operation.input;
  const asked = kind === 'make' ? undefined : (operation.input as { image?: string }).image;
  const image = operation.outputs?.image ?? asked;
  const at = isUnderWay(operation) ? (startedAt ?? createdAt) : (endedAt ?? updatedAt);
  const known = { commit: source.commit, by: requestedBy, at, since: createdAt };
  return [{ state, ...known, ...pick({ image, error }) }];
}

const isBringing = (operation: Operation): operation is Operation<(typeof bringing)[number]> =>
  brings(operation.kind);

function tracedBy({ state, by, at, error }: Try, one: HeldRelease, several: boolean): HeldRelease {
  const reason = pick({ error: error?.message });
  if (state === 'succeeded') return { ...one, by, releasedAt: at };
  // It answers, whatever was found of it afterwards.
  const stopped = state === 'failed' || state === 'cancelled';
  if (one.state === 'running' && !(stopped && several)) return { ...one, by, ...reason };
  if (stopped) return { ...one, state, by, releasedAt: at, ...reason };
  return { ...one, by, state: one.state === 'former' ? 'coming-up' : one.state };
}

function alone({ state, commit, image, by, at, error }: Try): Release {
  const words = {
    succeeded: 'former',
    failed: 'failed',
    cancelled: 'cancelled',
    queued: 'coming-up',
    running: 'coming-up',
  } as const;
  return {
    ...{ commit, by, releasedAt: at, state: words[state] },
    // The cluster has forgotten what it came to: whether the registry has it still, nobody knows.
    ...(state !== 'succeeded' && pick({ image })),
    ...pick({ error: error?.message }),
  };
}

/** Without what is undefined. */
function pick<T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
