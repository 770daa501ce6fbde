import { mkdir, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

export interface LogOptions {
  /** Only this many of the last lines. */
  tailLines?: number;
  /** Goes on with what is written, until the container ends or the reader goes. */
  follow: boolean;
  /** Of the container's life before the present one. */
  previous: boolean;
}

const lookAgain = 250;

/** What a container wrote: the file of its present life and of the one before. */
export class PodLogs {
  readonly #folder: string;
  #life: { count: number; over: boolean } = { count: 0, over: true };

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The file for the next life; only the one before it is kept. */
  async next(restartCount: number): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const file of await readdir(this.#folder)) {
      if (Number.parseInt(file, 10) < restartCount - 1) await rm(join(this.#folder, file));
    }
    this.#life = { count: restartCount, over: false };
    return this.#file(restartCount);
  }

  /** The present life is over: nothing more comes. */
  ended(): void {
    this.#life.over = true;
  }

  /** The text, or a stream of it where more may come; undefined when there is none. */
  async read(
    { previous, tailLines, follow }: LogOptions,
    signal: AbortSignal,
  ): Promise<Readable | string | undefined> {
    const life = this.#life;
    const file = await open(this.#file(previous ? life.count - 1 : life.count)).catch(
      () => undefined,
    );
    if (!file) return undefined;
    const all = await file.readFile('utf8');
    const text = tailLines === undefined ? all : lastLines(all, tailLines);
    if (follow && !previous) return Readable.from(followed(file, text, life, signal));
    await file.close();
    return text;
  }

  #file(count: number): string {
    return join(this.#folder, `${count}.log`);
  }
}

/** `text`, then what is added to the file, read from where it stands. */
async function* followed(
  file: FileHandle,
  text: string,
  life: { over: boolean },
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    if (text) yield Buffer.from(text);
    while (!signal.aborted) {
      // Asked before reading: what was written before the end is then still read.
      const { over } = life;
      const added = await file.read(Buffer.alloc(64 * 1024));
      if (added.bytesRead > 0) yield added.buffer.subarray(0, added.bytesRead);
      else if (over) return;
      else await sleep(lookAgain, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await file.close();
  }
}

function lastLines(text: string, count: number): string {
  const lines = text.split(/(?<=\n)/);
  return count === 0 ? '' : lines.slice(-count).join('');
}
