import type { AgentEvent } from '@private-ai/plugin-private-ai-common';
import { frame, type AgentAnswer } from './startForTest';

export const words = (count: number) => Array.from({ length: count }, (_, i) => `word${i} `);

/** An agent that says the words; `pause` paces it in milliseconds, `ending` is what comes last. */
export const saying =
  (
    said: string[],
    options: { pause?: number; ending?: 'finish' | 'cut' | 'hang' | 'linger'; crlf?: boolean } = {},
  ): AgentAnswer =>
  async ({ threadId, runId }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const write = (event: object) => {
      const text = frame(event);
      response.write(options.crlf ? text.replaceAll('\n', '\r\n') : text);
    };
    const messageId = `answer-${runId}`;
    write({ type: 'RUN_STARTED', threadId, runId });
    write({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
    for (const delta of said) {
      write({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
      if (options.pause) await new Promise(done => setTimeout(done, options.pause));
    }
    if (options.ending === 'hang') return;
    if (options.ending === 'cut') {
      await new Promise(done => setTimeout(done, 50));
      response.destroy();
      return;
    }
    write({ type: 'TEXT_MESSAGE_END', messageId });
    write({ type: 'RUN_FINISHED', threadId, runId });
    if (options.ending !== 'linger') response.end();
  };

export const text = (events: AgentEvent[]) =>
  events.map(({ type, delta }) => (type === 'TEXT_MESSAGE_CONTENT' ? delta : '')).join('');
