import {
  runEvent,
  type AgentEvent,
  type ChatRun,
  type ChatTranscript,
} from '@private-ai/plugin-private-ai-common';

/** A run as the backend streams it, said event by event by a test. */
export function liveRun({ runId = 'r1', threadId = 't1', after = 0 } = {}) {
  const encoder = new TextEncoder();
  let seq = after;
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
  });
  const frame = (event: object) =>
    controller.enqueue(encoder.encode(`id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`));
  frame(runEvent({ threadId, runId }));
  return {
    response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    say(...events: object[]) {
      for (const event of events) {
        seq += 1;
        frame(event);
      }
    },
    finish(more: object = {}) {
      this.say({ type: 'RUN_FINISHED', threadId, runId, ...more });
      controller.close();
    },
    /** The right to read was taken away. */
    refuse(message: string) {
      const data = JSON.stringify({ name: 'NotAllowedError', message });
      controller.enqueue(encoder.encode(`event: refused\ndata: ${data}\n\n`));
      controller.close();
    },
    close: () => controller.close(),
    /** The network goes away. */
    break: () => controller.error(new TypeError('network error')),
  };
}

export const started = { type: 'RUN_STARTED', threadId: 't1', runId: 'r1' };
export const opens = (messageId: string) => ({
  type: 'TEXT_MESSAGE_START',
  messageId,
  role: 'assistant',
});
export const says = (messageId: string, delta: string) => ({
  type: 'TEXT_MESSAGE_CONTENT',
  messageId,
  delta,
});
export const closes = (messageId: string) => ({ type: 'TEXT_MESSAGE_END', messageId });

/** A call with its arguments, without its result. */
export const calls = (toolCallId: string, toolCallName: string, args: object) => [
  { type: 'TOOL_CALL_START', toolCallId, toolCallName },
  { type: 'TOOL_CALL_ARGS', toolCallId, delta: JSON.stringify(args) },
  { type: 'TOOL_CALL_END', toolCallId },
];

export function keptRun(question: string, events: object[], more: Partial<ChatRun> = {}): ChatRun {
  return {
    id: 'r1',
    state: 'finished',
    message: { id: `q-${question}`, role: 'user', content: question },
    events: events as AgentEvent[],
    lastSeq: events.length,
    startedAt: '2026-01-01T00:00:00Z',
    ...more,
  };
}

export function keptThread(runs: ChatRun[], id = 't1'): ChatTranscript {
  return {
    id,
    title: runs[0].message!.content,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    runs,
  };
}
