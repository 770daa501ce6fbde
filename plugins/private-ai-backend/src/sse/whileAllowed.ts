import type { EventStream } from './beginEvents';

/** Milliseconds after which a reader is asked for again: a right that is taken away is gone from a stream, too. */
const usual = 60_000;

/** What a reader is told who may not read on: the stream's last event, `refused`. */
interface Refusal {
  name: string;
  message: string;
}

/** Refusals that hold until somebody grants something; after anything else it is worth coming back. */
const lasting = /^(NotAllowed|NotFound)Error$/;

/**
 * Lets a stream be followed for as long as its reader may.
 *
 * @param ask - rejects where the reader may not; where it could not be asked the stream breaks off, and who comes back is
 *   asked then
 */
export async function whileAllowed(
  stream: EventStream,
  ask: () => Promise<unknown>,
  follow: (stream: EventStream) => Promise<void>,
  every = usual,
): Promise<void> {
  const ending = new AbortController();
  const refused: { is?: Refusal } = {};
  let timer: NodeJS.Timeout | undefined;
  const turn = async () => {
    try {
      await ask();
      if (!ending.signal.aborted) timer = setTimeout(turn, every);
    } catch (error) {
      const { name, message } = error as Error;
      if (lasting.test(name)) refused.is = { name, message };
      ending.abort();
    }
  };
  timer = setTimeout(turn, every);
  try {
    await follow({ ...stream, left: AbortSignal.any([stream.left, ending.signal]) });
  } finally {
    ending.abort();
    clearTimeout(timer);
  }
  if (refused.is) await stream.send({ event: 'refused', data: refused.is });
}
