// A turn as the Microsoft Agent Framework streams it: a tool's call in pieces, the answer word by word, what was used of the
// model, and at its end the whole conversation again.
import { randomUUID } from 'node:crypto';

const custom = value => ({ type: 'CUSTOM', name: 'usage', value });
const usage = { input_token_count: 22, output_token_count: 14, total_token_count: 36 };

/** @param words - of the answer @returns its events and the characters of text in them that are new */
export function turn({ messages }, words) {
  const [asks, result, answer] = [1, 2, 3].map(() => randomUUID());
  const toolCallId = `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
  const pieces = ['{"ci', 'ty":"Se', 'oul"}'];
  const content = 'sunny, 21 °C, '.repeat(20);
  const said = Array.from({ length: words }, (_, at) => `word${at} `);
  const toolCall = {
    ...{ id: toolCallId, type: 'function' },
    function: { name: 'get_weather', arguments: pieces.join('') },
  };
  const own = [
    { id: asks, role: 'assistant', toolCalls: [toolCall] },
    { id: result, role: 'tool', content, toolCallId },
    { id: answer, role: 'assistant', content: said.join('') },
  ];
  return {
    characters: [...pieces, content, ...said].join('').length,
    events: [
      { type: 'TEXT_MESSAGE_START', messageId: asks, role: 'assistant' },
      ...[
        { type: 'TOOL_CALL_START', toolCallId, toolCallName: 'get_weather', parentMessageId: asks },
      ],
      ...pieces.map(delta => ({ type: 'TOOL_CALL_ARGS', toolCallId, delta })),
      custom(usage),
      { type: 'TOOL_CALL_END', toolCallId },
      { type: 'TOOL_CALL_RESULT', messageId: result, toolCallId, content, role: 'tool' },
      { type: 'TEXT_MESSAGE_END', messageId: asks },
      { type: 'TEXT_MESSAGE_START', messageId: answer, role: 'assistant' },
      ...said.map(delta => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: answer, delta })),
      custom(usage),
      { type: 'TEXT_MESSAGE_END', messageId: answer },
      { type: 'MESSAGES_SNAPSHOT', messages: [...messages, ...own] },
    ],
  };
}
