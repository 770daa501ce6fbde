import {
  runEvent,
  type AgentEvent,
  type ChatRun,
  type ChatTranscript,
  type RunStart,
} from '@private-ai/plugin-private-ai-common';

const run = { threadId: 'thread-1', runId: 'run-1' };
const started: AgentEvent = { type: 'RUN_STARTED', ...run };
const finished: AgentEvent = {
  type: 'RUN_FINISHED',
  ...run,
  usage: [{ inputTokens: 412, outputTokens: 96 }],
};
const says = (messageId: string, ...deltas: string[]): AgentEvent[] => [
  { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
  ...deltas.map(delta => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })),
  { type: 'TEXT_MESSAGE_END', messageId },
];
const thinks = (messageId: string, delta: string): AgentEvent[] => [
  { type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' },
  { type: 'REASONING_MESSAGE_CONTENT', messageId, delta },
  { type: 'REASONING_MESSAGE_END', messageId },
];
const calls = (toolCallId: string, toolCallName: string, given: object): AgentEvent[] => [
  { type: 'TOOL_CALL_START', toolCallId, toolCallName },
  { type: 'TOOL_CALL_ARGS', toolCallId, delta: JSON.stringify(given) },
  { type: 'TOOL_CALL_END', toolCallId },
];
const gives = (toolCallId: string, content: object): AgentEvent => ({
  type: 'TOOL_CALL_RESULT',
  messageId: `result-of-${toolCallId}`,
  toolCallId,
  content: JSON.stringify(content),
});

const answer = `It is **sunny** in Seoul, 24 °C, with a light wind from the west.

| Day | Weather | High |
| --- | --- | --- |
| Today | sunny | 24 °C |
| Tomorrow | cloudy | 21 °C |

Asked with:

\`\`\`ts
const { sky } = await weather('Seoul');
\`\`\`
`;

const asked = (id: string, content: string, more: Partial<ChatRun>): ChatRun => ({
  id,
  state: 'finished',
  message: { id: `question-${id}`, role: 'user', content },
  events: [],
  lastSeq: more.events?.length ?? 0,
  startedAt: '2026-01-01T09:00:00Z',
  ...more,
});

const runs: ChatRun[] = [
  asked('run-1', 'What is the weather like in Seoul?', {
    events: [
      started,
      ...thinks('thought', 'They want to know about today, so the tool is asked first.'),
      ...calls('call-1', 'get_weather', { city: 'Seoul' }),
      gives('call-1', { sky: 'sunny', celsius: 24 }),
      ...says('answer', answer),
      finished,
    ],
  }),
  asked('run-2', 'And in Busan?', {
    state: 'interrupted',
    events: [
      started,
      ...says('half', 'In Busan it is'),
      { type: 'RUN_ERROR', message: 'The portal was restarted.', code: 'INTERRUPTED' },
    ],
  }),
  asked('run-3', 'Mail it to the team.', {
    state: 'waiting',
    events: [
      started,
      ...calls('call-3', 'send_mail', { to: 'team-a@example.com', subject: 'The weather' }),
      {
        type: 'RUN_FINISHED',
        ...run,
        outcome: {
          type: 'interrupt',
          interrupts: [
            {
              id: 'ask-3',
              reason: 'tool_call',
              message: 'Send this mail?',
              toolCallId: 'call-3',
            },
          ],
        },
      },
    ],
  }),
];

/** A conversation as it was kept: tools, reasoning, an answer that broke off, and something that waits for a yes. */
export const thread: ChatTranscript = {
  id: run.threadId,
  title: 'What is the weather like in Seoul?',
  createdAt: '2026-01-01T09:00:00Z',
  updatedAt: '2026-01-01T09:10:00Z',
  runs,
};

/** The stream of an answer to whatever is asked, a word at a time. */
export function answering({ message, resume, threadId = 'thread-2' }: RunStart): Response {
  const runId = `run-${Date.now()}`;
  const said = resume
    ? 'Done.'
    : `You asked: “${message ?? 'again'}”. This answer is always the same. `;
  const words = `${said}\n\n${resume ? '' : answer}`.split(/(?<= )/);
  const events: AgentEvent[] = [
    { ...started, runId, threadId },
    ...says(`answer-${runId}`, ...words),
    { ...finished, runId, threadId },
  ];
  const encoder = new TextEncoder();
  const frame = (seq: number, event: AgentEvent) =>
    encoder.encode(`id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`);
  let seq = 0;
  const body = new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(frame(0, runEvent({ runId, threadId }))),
    async pull(controller) {
      await new Promise(done => setTimeout(done, 60));
      controller.enqueue(frame(seq + 1, events[seq]));
      seq += 1;
      if (seq === events.length) controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}
