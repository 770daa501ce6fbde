import {
  anything,
  exactly,
  integer,
  list,
  object,
  oneOf,
  openObject,
  something,
  text,
  textOrList,
  union,
  type Fields,
  type NoFields,
} from './shape';

// What the events of AG-UI 1.1 are made of, https://docs.ag-ui.com/spec/1.1/schema.

export const owned = { subagentRunId: text };
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
export const content = textOrList(part);

const toolCall = object(
  { id: text, type: exactly('function'), function: object({ name: text, arguments: text }) },
  { ...encrypted, metadata: openObject },
);

const message = <Required extends Fields, Optional extends Fields = NoFields>(
  required: Required,
  optional: Optional = {} as Optional,
) => object({ id: text, role: text, ...required }, { ...owned, metadata: openObject, ...optional });
const spoken = { name: text, ...encrypted };
const messages = {
  developer: message({ content: text }, spoken),
  system: message({ content: text }, spoken),
  assistant: message({}, { ...spoken, content: text, toolCalls: list(toolCall) }),
  user: message({ content }, spoken),
  tool: message({ content, toolCallId: text }, { ...encrypted, error: text }),
  activity: message({ activityType: text, content: openObject }),
  reasoning: message({ content: text }, encrypted),
};
const messageShape = union('role', messages);
/**
 * A message of a snapshot. `held` is the portal's own, in what it keeps, since agents restate the whole conversation with
 * each answer: the message of that id stands as it is; with `from`, all spoken ones from there to it.
 */
export const restatedShape = union('role', {
  ...messages,
  held: object({ id: text, role: exactly('held') }, { from: text }),
});

const operation = <Required extends Fields>(required: Required) => ({
  ...object({ op: text, path: text, ...required }),
  open: true,
});
export const patch = list(
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
export const outcome = union('type', {
  success: object({ type: text }, { pendingToolCallIds: list(text) }),
  interrupt: object({ type: text, interrupts: list(interrupt, 1) }),
  cancelled: object({ type: text }),
});
export const subagentOutcome = union('type', {
  success: object({ type: text }),
  suspended: object({ type: text }, { interruptIds: list(text) }),
});
export const usage = list(
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
