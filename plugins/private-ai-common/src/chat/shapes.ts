import {
  anything,
  exactly,
  flag,
  integer,
  list,
  object,
  oneOf,
  openObject,
  something,
  text,
  union,
  type ObjectShape,
  type Shape,
} from './shape';

// AG-UI 1.1, https://docs.ag-ui.com/spec/1.1/schema.

const owned = { subagentRunId: text };
const encrypted = { encryptedValue: text, encryptedValueType: text };

const source = union('type', {
  data: object({ type: text, value: text, mimeType: text }),
  url: object({ type: text, value: text }, { mimeType: text }),
  file: object({ type: text, value: text }, { provider: text, mimeType: text }),
});
const media = object({ type: text, source }, { id: text, metadata: something });
const part = union('type', {
  text: object({ type: text, text }, { id: text, metadata: something }),
  image: media,
  audio: media,
  video: media,
  document: media,
});
const content: Shape = { is: 'textOrList', list: list(part) };

const toolCall = object(
  { id: text, type: exactly('function'), function: object({ name: text, arguments: text }) },
  { ...encrypted, metadata: openObject },
);

const message = (required: Record<string, Shape>, optional: Record<string, Shape> = {}) =>
  object({ id: text, role: text, ...required }, { ...owned, metadata: openObject, ...optional });
const spoken = { name: text, ...encrypted };
const messageShape = union('role', {
  developer: message({ content: text }, spoken),
  system: message({ content: text }, spoken),
  assistant: message({}, { ...spoken, content: text, toolCalls: list(toolCall) }),
  user: message({ content }, spoken),
  tool: message({ content, toolCallId: text }, { ...encrypted, error: text }),
  activity: message({ activityType: text, content: openObject }),
  reasoning: message({ content: text }, encrypted),
});

const operation = (required: Record<string, Shape>): ObjectShape => ({
  ...object({ op: text, path: text, ...required }),
  open: true,
});
const patch = list(
  union('op', {
    add: operation({ value: anything }),
    remove: operation({}),
    replace: operation({ value: anything }),
    move: operation({ from: text }),
    copy: operation({ from: text }),
    test: operation({ value: anything }),
  }),
);

export const runInputShape = object(
  { threadId: text, runId: text, messages: list(messageShape) },
  {
    protocolVersion: text,
    parentRunId: text,
    state: anything,
    tools: list(
      object({ name: text, description: text }, { parameters: something, metadata: openObject }),
    ),
    context: list(object({ description: text, value: text })),
    forwardedProps: something,
    resume: list(
      object(
        { interruptId: text, status: oneOf('resolved', 'cancelled') },
        { payload: something, metadata: openObject },
      ),
    ),
  },
);

const interrupt = object(
  { id: text, reason: text },
  {
    ...owned,
    message: text,
    toolCallId: text,
    responseSchema: openObject,
    expiresAt: text,
    metadata: openObject,
  },
);
const outcome = union('type', {
  success: object({ type: text }, { pendingToolCallIds: list(text) }),
  interrupt: object({ type: text, interrupts: list(interrupt, 1) }),
  cancelled: object({ type: text }),
});
const subagentOutcome = union('type', {
  success: object({ type: text }),
  suspended: object({ type: text }, { interruptIds: list(text) }),
});
const usage = list(
  object(
    {},
    {
      provider: text,
      model: text,
      inputTokens: integer,
      outputTokens: integer,
      totalTokens: integer,
      reasoningTokens: integer,
      cachedInputTokens: integer,
      cacheWriteInputTokens: integer,
    },
  ),
);

const base = { timestamp: integer, rawEvent: something, metadata: openObject };
/** An event of the run itself. */
const ofRun = (required: Record<string, Shape>, optional: Record<string, Shape> = {}) =>
  object({ type: text, ...required }, { ...base, ...optional });
/** An event that a subagent may have produced. */
const ofAgent = (required: Record<string, Shape>, optional: Record<string, Shape> = {}) =>
  object({ type: text, ...required }, { ...base, ...owned, ...optional });

const role = oneOf('developer', 'system', 'assistant', 'user');
const messageId = text;
const toolCallId = text;
const subagentRunId = text;

/** Every event that the protocol describes, by its type. */
export const eventShapes = new Map<string, ObjectShape>(
  Object.entries({
    TEXT_MESSAGE_START: ofAgent({ messageId }, { role, name: text }),
    TEXT_MESSAGE_CONTENT: ofAgent({ messageId, delta: text }),
    TEXT_MESSAGE_END: ofAgent({ messageId }),
    TEXT_MESSAGE_CHUNK: ofAgent({}, { messageId, role, delta: text, name: text }),
    TOOL_CALL_START: ofAgent({ toolCallId, toolCallName: text }, { parentMessageId: text }),
    TOOL_CALL_ARGS: ofAgent({ toolCallId, delta: text }),
    TOOL_CALL_END: ofAgent({ toolCallId }),
    TOOL_CALL_CHUNK: ofAgent(
      {},
      { toolCallId, toolCallName: text, parentMessageId: text, delta: text },
    ),
    TOOL_CALL_RESULT: ofAgent({ messageId, toolCallId, content }, { role: exactly('tool') }),
    STATE_SNAPSHOT: ofAgent({ snapshot: anything }),
    STATE_DELTA: ofAgent({ delta: patch }),
    MESSAGES_SNAPSHOT: ofRun({ messages: list(messageShape) }),
    ACTIVITY_SNAPSHOT: ofAgent(
      { messageId, activityType: text, content: openObject },
      { replace: flag },
    ),
    ACTIVITY_DELTA: ofAgent({ messageId, activityType: text, patch }),
    RAW: ofAgent({ event: anything }, { source: text }),
    CUSTOM: ofAgent({ name: text, value: anything }),
    RUN_STARTED: ofRun(
      { threadId: text, runId: text },
      { protocolVersion: text, parentRunId: text, input: runInputShape },
    ),
    RUN_FINISHED: ofRun({ threadId: text, runId: text }, { result: something, outcome, usage }),
    RUN_ERROR: ofRun({ message: text }, { code: text, usage }),
    STEP_STARTED: ofAgent({ stepName: text }),
    STEP_FINISHED: ofAgent({ stepName: text }),
    REASONING_START: ofAgent({ messageId }),
    REASONING_MESSAGE_START: ofAgent({ messageId, role: exactly('reasoning') }),
    REASONING_MESSAGE_CONTENT: ofAgent({ messageId, delta: text }),
    REASONING_MESSAGE_END: ofAgent({ messageId }),
    REASONING_MESSAGE_CHUNK: ofAgent({}, { messageId, delta: text }),
    REASONING_END: ofAgent({ messageId }),
    REASONING_ENCRYPTED_VALUE: ofAgent(
      { subtype: oneOf('tool-call', 'message'), entityId: text, encryptedValue: text },
      { encryptedValueType: text },
    ),
    SUBAGENT_STARTED: ofRun(
      { subagentRunId, name: text },
      {
        description: text,
        parentSubagentRunId: text,
        parentToolCallId: text,
        parentMessageId: text,
      },
    ),
    SUBAGENT_FINISHED: ofRun({ subagentRunId }, { result: something, outcome: subagentOutcome }),
    SUBAGENT_ERROR: ofRun({ subagentRunId, message: text }, { code: text }),
  }),
);
