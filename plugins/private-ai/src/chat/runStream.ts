import { ResponseError } from '@backstage/errors';
import {
  announcedRun,
  readSse,
  type AgentEvent,
  type Numbered,
  type RunStarted,
} from '@private-ai/plugin-private-ai-common';

/** Milliseconds before the first, second, … attempt to pick a broken stream up; the last stands for all that follow. */
const backOff = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** The stream of one run, and what becomes of it. */
export interface RunReading {
  /** Asks for the stream for the first time. */
  begin: () => Promise<Response>;
  /** Goes on after event `after`. */
  follow: (runId: string, after: number) => Promise<Response>;
  /** The run that is followed already, and where. */
  from?: { runId: string; lastSeq: number };
  onStarted: (run: RunStarted) => void;
  onEvent: (numbered: Numbered) => void;
  onConnection: (lost: boolean) => void;
  /** The reader leaves; the run goes on. */
  signal: AbortSignal;
}

/**
 * Reads a run to its last event, over as many connections as it takes.
 *
 * @returns `lost`: the portal has nothing more to tell, and what it told last was no end. It was killed before it had
 *   kept all that it had streamed: what it has kept is to be read anew
 * @throws what refused the run (a `ResponseError`), or {@link NoConnection} when it is not known whether there is one
 */
export async function readRun(reading: RunReading): Promise<'ended' | 'left' | 'lost'> {
  const { signal } = reading;
  const place: Place = {
    runId: reading.from?.runId,
    lastSeq: reading.from?.lastSeq ?? 0,
    ended: false,
  };
  let ask = reading.begin;
  for (let failures = 0; ; failures++) {
    const seenBefore = place.lastSeq;
    let whole = false;
    try {
      const response = await ask();
      if (failures > 0) reading.onConnection(false);
      await readStream(response, place, reading);
      whole = true;
    } catch (error) {
      if (signal.aborted) return 'left';
      if (isFinal(error, place)) throw error;
    }
    if (signal.aborted) return 'left';
    if (place.ended) return 'ended';
    const { runId } = place;
    if (runId === undefined) throw new NoConnection();
    if (place.lastSeq > seenBefore) failures = 0;
    else if (whole && failures > 0) return 'lost';
    reading.onConnection(true);
    await pause(backOff[Math.min(failures, backOff.length - 1)], signal);
    if (signal.aborted) return 'left';
    ask = () => reading.follow(runId, place.lastSeq);
  }
}

/** The right to read was taken away meanwhile. */
export class ReadingRefused extends Error {
  override readonly name = 'ReadingRefused';
}

/** No way led to the portal. */
class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

interface Place {
  runId?: string;
  lastSeq: number;
  ended: boolean;
}

async function readStream(response: Response, place: Place, reading: RunReading): Promise<void> {
  for await (const { id, event: kind, data } of readSse(response.body!)) {
    if (reading.signal.aborted) return;
    if (kind === 'refused') throw new ReadingRefused(JSON.parse(data).message);
    const event: AgentEvent = JSON.parse(data);
    const run = announcedRun(event);
    if (run) {
      place.runId = run.runId;
      reading.onStarted(run);
      continue;
    }
    place.lastSeq = Number(id);
    place.ended ||= event.type === 'RUN_FINISHED' || event.type === 'RUN_ERROR';
    reading.onEvent({ seq: place.lastSeq, event });
  }
}

/**
 * A run that was not taken is for the person to ask again. Once it is under way, a portal that is away for a moment (5xx)
 * is worth the wait, and a refusal would only be repeated.
 */
function isFinal(error: unknown, { runId }: Place): boolean {
  if (error instanceof ReadingRefused) return true;
  if (!ResponseError.is(error)) return false;
  return runId === undefined || (error as ResponseError).statusCode < 500;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(done => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
