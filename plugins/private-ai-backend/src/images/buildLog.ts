/** Bytes of a build's log that are asked for at once. */
export const largestPart = 256 * 1024;
/** Lines of it that are told: a person reads no more, and each is a row of the database. */
export const mostLines = 5_000;
/** Bytes of the end of a log of which not all was told, and lines of it that are. */
export const lastPart = 32 * 1024;
const lastLines = 100;
/** Bytes of one line; what has no end is told in pieces of that. */
const longestLine = 4_000;

/** A build's log as it comes, told line by line as far as it goes. */
export class BuildLog {
  readonly #tell: (line: string) => void;
  /** Bytes of the whole lines so far, and how many these were. */
  #told: number;
  #lines: number;
  /** The line that has no end yet. */
  #rest = Buffer.alloc(0);

  /** @param kept - of an earlier try */
  constructor(kept: string | undefined, tell: (line: string) => void) {
    const [told, lines] = (kept ?? '0 0').split(' ').map(Number);
    this.#told = told;
    this.#lines = lines;
    this.#tell = tell;
  }

  /** Whether no more of it is told. */
  get full(): boolean {
    return this.#lines >= mostLines;
  }

  /** From which byte on the next part is. */
  get read(): number {
    return this.#told + this.#rest.length;
  }

  /** For another try; an unfinished line is read again. */
  kept(): string {
    return `${this.#told} ${this.#lines}`;
  }

  add(part: Buffer): void {
    const text = Buffer.concat([this.#rest, part]);
    let from = 0;
    while (!this.full) {
      const end = text.indexOf(10, from);
      const long = from + longestLine;
      if (end >= 0 && end <= long) {
        this.#say(text.subarray(from, end));
        from = end + 1;
      } else if (text.length > long) {
        this.#say(text.subarray(from, long));
        from = long;
      } else break;
    }
    this.#told += from;
    // A copy: the whole part would stay for it.
    this.#rest = this.full ? Buffer.alloc(0) : Buffer.from(text.subarray(from));
  }

  /** Tells the last line, which may have no end. */
  end(): void {
    if (!this.full) this.#say(this.#rest);
  }

  /**
   * Tells the end of a log that has more lines than are told.
   * @param part - its last bytes, which may begin in the midst of a line
   */
  endWith(part: Buffer, midst: boolean): void {
    const lines = part.toString('utf8').split('\n').map(plain);
    const last = lines
      .slice(midst ? 1 : 0)
      .filter(Boolean)
      .slice(-lastLines);
    for (const line of last) this.#tell(line.slice(0, longestLine));
  }

  #say(line: Buffer): void {
    const text = plain(line.toString('utf8'));
    // Empty ones too: a log of nothing else would not end.
    this.#lines += 1;
    if (text) this.#tell(text);
    if (this.full)
      this.#tell(
        `The build wrote ${mostLines} lines; no more of them are told but the last ones, once it has ended. The registry has its whole log, and the build goes on.`,
      );
  }
}

/** Without colours and carriage returns. */
const plain = (text: string) =>
  text
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .replace(/\r/g, '')
    .trimEnd();
