// What an agent may answer that means harm, by the question that asks for it.
const text = delta => ({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta });
const many = function* (count, one) {
  // A thousand in one write: what counts is what they cost the reader.
  for (let from = 0; from < count; from += 1000)
    yield Array.from(
      { length: Math.min(1000, count - from) },
      (_, index) => `data: ${JSON.stringify(one(from + index))}\n\n`,
    ).join('');
};

export const answers = {
  plain: {
    *events() {
      yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      yield text('Yes.');
      yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
    },
  },
  doubling: {
    *events() {
      const delta = Array.from({ length: 28 }, (_, index) => ({
        ...{ op: 'copy', from: '', path: `/k${index}` },
      }));
      yield { type: 'STATE_SNAPSHOT', snapshot: { k: 'x' } };
      yield { type: 'STATE_DELTA', delta };
    },
  },
  unknown: { events: () => many(800_000, () => ({ type: 'X' })) },
  starts: {
    events: () =>
      many(100_000, index => ({
        ...{ type: 'TEXT_MESSAGE_START', messageId: `m${index}`, role: 'assistant' },
      })),
  },
  results: {
    events: () =>
      many(50_000, index => ({
        ...{ type: 'TOOL_CALL_RESULT', messageId: `r${index}`, toolCallId: `c${index}` },
        content: 'x',
      })),
  },
  state: {
    *events() {
      yield { type: 'STATE_SNAPSHOT', snapshot: { text: 'x'.repeat(8_000_000), n: 0 } };
      yield* many(50_000, value => ({
        ...{ type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/n', value }] },
      }));
    },
  },
  endless: {
    *events() {
      yield 'data: ';
      for (let part = 0; part < 40_000; part++) yield 'x'.repeat(1000);
    },
    open: true,
  },
  comments: {
    *events() {
      for (let part = 0; part < 40_000; part++) yield `: ${'x'.repeat(1000)}\n`;
    },
    open: true,
  },
  hold: { open: true },
  elsewhere: { redirect: 'http://127.0.0.1:9/api/agent' },
  long: {
    *events() {
      yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      for (let part = 0; part < 15_000; part++) yield text('y'.repeat(1000));
      yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
    },
  },
  echo: {
    *events({ headers }) {
      const token = headers['x-private-ai-user'];
      yield { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' };
      yield text(`token ${token}`);
      yield { type: 'TEXT_MESSAGE_END', messageId: 'm' };
      yield { type: 'RUN_ERROR', message: `It failed with ${token}` };
    },
  },
  error: {
    *events() {
      yield { type: 'RUN_ERROR', message: 'E'.repeat(15_000_000) };
    },
    open: true,
  },
};
