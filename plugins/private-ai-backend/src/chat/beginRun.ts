import { randomUUID } from 'node:crypto';
import type { RunAgentInput } from '@ag-ui/core';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { AgentEvent, Chat, RunStart } from '@private-ai/plugin-private-ai-common';
import { answersTo, questionOf, titleOf } from './asked';
import { decidedIn, type Decided } from './decisions';
import { endDeadRuns } from './deadRuns';
import { begun } from './history';
import { thisProcess } from './holder';
import { abandoningOf, inputOf } from './inputs';
import type { RunRow } from './records';
import type { Owner, Person } from './owner';
import type { ChatStore } from './store';
import type { FoldedThread, Threads } from './threads';

export interface BeginDeps {
  store: ChatStore;
  threads: Threads;
  /** Characters of a conversation. */
  longest: number;
  /** Milliseconds without a sign of life after which a process of another host counts as gone. */
  lease: number;
  /** Ends what of a thread has said its last word here, and writes it. */
  settle(threadId: string): Promise<void>;
}

/** A run that is in the database, and what its agent is to be sent. */
export interface BegunRun {
  run: RunRow;
  history: FoldedThread;
  /** The conversation, the question included. */
  chat: Chat;
  input: RunAgentInput;
  /** The run that abandons, before this one, what the agent asked and the person went past. */
  abandoning?: RunAgentInput;
  /** What it decides of what the agent asked. */
  decided: Decided[];
}

const isResult = ({ type }: AgentEvent) => type === 'TOOL_CALL_RESULT';

/** @throws InputError, NotFoundError, ConflictError */
export async function beginRun(deps: BeginDeps, owner: Owner, asked: RunStart): Promise<BegunRun> {
  const { store, threads } = deps;
  const retried = asked.retryOf ? await retriedRun(deps, owner, asked.retryOf) : undefined;
  const { message, resume }: Pick<RunRow, 'message' | 'resume'> =
    retried ?? (asked.resume ? { resume: asked.resume } : { message: questionOf(asked) });
  const known = retried?.threadId ?? asked.threadId;
  const threadId = known ?? randomUUID();
  const place = known ? await placeIn(deps, owner, known) : { position: 1, all: [] };
  const before = place.all.filter(({ id }) => id !== retried?.id);
  const history = await threads.told(threadId, before);
  if (history.length > deps.longest) {
    throw new ConflictError('This conversation has become too long: begin a new one.');
  }
  if (asked.resume) answersTo(history.asked, asked.resume, before.at(-1));
  const run: RunRow = {
    id: randomUUID(),
    threadId,
    position: place.position,
    state: 'running',
    message,
    resume,
    startedAt: new Date().toISOString(),
    holder: thisProcess,
  };
  // What is asked again in its place may have left the agent asking.
  const past = retried && message ? await threads.told(threadId, place.all) : history;
  const input = inputOf(run, history);
  const abandoning = message && abandoningOf(run, past);
  const thread = known || !message ? undefined : { owner, title: titleOf(message.content) };
  if (!(await store.createRun(run, { replaces: retried?.id, thread }))) {
    throw new ConflictError('This chat went on at the same moment somewhere else: look at it.');
  }
  const decided = decidedIn(history, resume ?? []);
  return { run, history, chat: begun(history.chat, message), input, abandoning, decided };
}

export const noThread = ({ entityRef }: Person, threadId: string) =>
  new NotFoundError(`You have no chat ${threadId} with ${entityRef}.`);

/** The next place in a thread, and the runs before it, which have all ended. */
async function placeIn({ store, settle, lease }: BeginDeps, owner: Owner, threadId: string) {
  if (!(await store.thread(owner, threadId))) throw noThread(owner, threadId);
  await settle(threadId);
  const read = async () => {
    // Before the thread is read: a run that begins in between takes the place, and this one is refused.
    const position = await store.nextPosition(threadId);
    return { position, all: await store.runs(threadId) };
  };
  const isRunning = ({ state }: RunRow) => state === 'running';
  let place = await read();
  if (place.all.some(isRunning)) {
    await endDeadRuns(store, lease);
    place = await read();
  }
  if (!place.all.some(isRunning)) return place;
  throw new ConflictError('An answer still streams in this chat: stop it, or wait for its end.');
}

async function retriedRun({ store, settle }: BeginDeps, owner: Owner, id: string): Promise<RunRow> {
  const run = await store.run(owner, id);
  if (!run) throw new NotFoundError(`You have no run ${id} with ${owner.entityRef}.`);
  await settle(run.threadId);
  const last = (await store.runs(run.threadId)).at(-1);
  if (last?.id !== id) throw new InputError("Only a chat's last question can be asked again.");
  // An agent that was started anew meanwhile, or another of its pods, would do it twice.
  if (run.resume && (await store.events(id)).some(({ event }) => isResult(event))) {
    throw new ConflictError(
      'What you answered was acted on before the answer broke off: write on instead of answering again.',
    );
  }
  return run;
}
