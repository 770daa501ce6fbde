/** One message of a `text/event-stream`. */
export interface SseMessage {
  /** The last id seen, of this message or one before; empty when there was none. */
  id: string;
  /** `message` when the stream names none. */
  event: string;
  data: string;
}

/**
 * An incremental reader of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html): any
 * line ending, comments, several data lines, chunks split anywhere, within a UTF-8 character too. What no blank line
 * ends is no message.
 */
export class SseReader {
  readonly #onMessage: (message: SseMessage) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';
  #afterCarriageReturn = false;
  #data: string | undefined;
  #event = '';
  #id = '';

  constructor(onMessage: (message: SseMessage) => void) {
    this.#onMessage = onMessage;
  }

  push(chunk: Uint8Array | string): void {
    let text = typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true });
    // The second half of a CRLF that was split between two chunks.
    if (this.#afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    if (text === '') return;
    this.#afterCarriageReturn = text.endsWith('\r');
    // Only what is new is searched: a long line that arrives in pieces costs its length once.
    const lines = text.split(/\r\n|\n|\r/);
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop()!;
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (line === '') {
      if (this.#data !== undefined) {
        this.#onMessage({ id: this.#id, event: this.#event || 'message', data: this.#data });
      }
      this.#data = undefined;
      this.#event = '';
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    else if (field === 'event') this.#event = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
  }
}

/** The messages of a response's body, as `fetch` gives it. */
export async function* readSse(body: ReadableStream<Uint8Array>): AsyncGenerator<SseMessage> {
  const arrived: SseMessage[] = [];
  const sse = new SseReader(message => arrived.push(message));
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      sse.push(value);
      yield* arrived.splice(0);
    }
  } finally {
    // Leaving early closes the connection.
    await reader.cancel().catch(() => undefined);
  }
}
