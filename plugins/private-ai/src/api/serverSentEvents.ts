/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  id?: string;
  /** `message` when the stream names none. */
  event: string;
  data: string;
}

/**
 * Reads a stream of server-sent events (WHATWG HTML, 9.2.6): fields may be cut anywhere between two chunks, lines end
 * in LF, CR or CRLF, comments keep the connection awake.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let fields: Record<string, string[]> = {};
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A CR at the very end may be the first half of a CRLF: it waits for the next chunk.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop()!;
      for (const line of lines) {
        if (line === '') {
          if (fields.data) yield eventOf(fields);
          fields = {};
          continue;
        }
        const [, name, text] = /^([^:]*):? ?(.*)$/s.exec(line)!;
        if (name) (fields[name] ??= []).push(text);
      }
    }
  } finally {
    // Rejects where the connection broke already; then there is nothing left to close.
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf(fields: Record<string, string[]>): ServerSentEvent {
  return {
    id: fields.id?.at(-1),
    event: fields.event?.at(-1) ?? 'message',
    data: fields.data.join('\n'),
  };
}
