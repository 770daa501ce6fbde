import type { PipelineResponse } from '@azure/core-rest-pipeline';
import type { Clock } from '../time/clock';
import { azureError, operationGone, passingPoll } from './errors';
import { FOREIGN_ADDRESS, hearing } from './pipeline';
import { untilDone, type Poller } from './polling';
import { secondsOf } from './retryAfter';

/** A client library's poller: of @azure/core-lro 3 (arm-resources) or 2 (arm-servicelinker), whose pollers have nothing in common. */
export interface LibraryPoller<Result> {
  isDone(): boolean;
  poll(signal: AbortSignal): Promise<unknown>;
  token(): Promise<string>;
  /** @throws the operation's failure */
  result(): Result | undefined;
}

/** How a long-running operation is begun, and gone on with. */
export interface LongRunning<Result> {
  start(): Promise<LibraryPoller<Result>>;
  /** Sends nothing yet. */
  restore(token: string): LibraryPoller<Result>;
  /** What is being made, once it says itself that it is ready. */
  look?(signal: AbortSignal): Promise<Result | undefined>;
}

/** What a long-running operation came to. */
export interface Ended<Result> {
  /** Undefined where it ended well, but the resource could not be read yet. */
  result?: Result;
  /** Azure's first answer; undefined for one that was resumed. */
  startedWith?: number;
}

/**
 * Begins, or goes on with, a long-running operation and waits for its end. Its token is kept before the first wait.
 * @throws AzureError
 */
export async function finish<Result>(
  operation: LongRunning<Result>,
  {
    id,
    signal,
    resumeFrom,
    onPoller,
    clock,
    readsShort,
  }: {
    id: string;
    signal: AbortSignal;
    resumeFrom?: string;
    onPoller?(token: string): Promise<void>;
    clock: Clock;
    readsShort(): number;
  },
): Promise<Ended<Result>> {
  /** Those of the last request to the library: what it throws does not hold their bodies. */
  let answers: PipelineResponse[] = [];
  const hear = <T>(work: () => Promise<T>) => {
    answers = [];
    return hearing(answer => answers.push(answer), work);
  };
  const asked = () => secondsOf(answers[0]?.headers.get('retry-after'));

  function restored(token: string): LibraryPoller<Result> {
    try {
      return operation.restore(token);
    } catch (error) {
      throw operationGone(id, undefined, error);
    }
  }
  const asPoller = (poller: LibraryPoller<Result>): Poller<Result | undefined> => ({
    isDone: () => poller.isDone(),
    token: () => poller.token(),
    result: () => poller.result(),
    poll: async given => {
      await hear(() => poller.poll(given));
      return asked();
    },
  });

  let startedWith: number | undefined;
  let poller: LibraryPoller<Result>;
  if (resumeFrom === undefined) {
    try {
      poller = await hear(() => operation.start());
    } catch (thrown) {
      throw azureError(thrown, id, answers.at(-1));
    }
    startedWith = answers[0]?.status;
    if (!poller.isDone()) await onPoller?.(await poller.token());
  } else {
    poller = restored(resumeFrom);
  }

  try {
    const result = await untilDone(asPoller(poller), {
      signal,
      clock,
      askedSeconds: asked(),
      readsShort,
      restore: token => asPoller(restored(token)),
      passing: passingPoll,
      // Only what was not there before: of another, a read may show what was before the write.
      look: startedWith === 201 ? operation.look : undefined,
    });
    return { result, startedWith };
  } catch (thrown) {
    const { statusCode: status, code } = thrown as { statusCode?: number; code?: string };
    // A kept token is only a memory: what it says wrongly is as good as forgotten.
    if (resumeFrom !== undefined && code === FOREIGN_ADDRESS)
      throw operationGone(id, undefined, thrown);
    if (status !== 404 && status !== 410) throw azureError(thrown, id, answers.at(-1));
    // The operation's own address answered, and only the resource's did not.
    if (answers.length > 1) return { startedWith };
    throw operationGone(id, status, thrown);
  }
}
