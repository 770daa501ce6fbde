import type { Warn } from './enforce';

type Json = Record<string, unknown>;

/** What older producers' reasoning events leave unsaid: the ids that they do not carry. */
export interface RetiredMemory {
  readonly made: number;
  readonly span?: string;
  readonly message?: string;
}

export const nothingRetired: RetiredMemory = { made: 0 };

/**
 * Optional fields that producers in use write as null where they mean nothing (.NET's serialiser, older Python), by
 * where they sit. In every other field a null is what the shapes say: wrong.
 */
const nullable: Readonly<Record<string, readonly string[]>> = {
  '': ['rawEvent', 'subagentRunId'],
  RUN_STARTED: ['parentRunId', 'input'],
  RUN_FINISHED: ['result', 'outcome'],
  RUN_ERROR: ['usage'],
  SUBAGENT_FINISHED: ['result'],
  TOOL_CALL_START: ['parentMessageId'],
  TOOL_CALL_CHUNK: ['parentMessageId'],
  TOOL_CALL_RESULT: ['role'],
  outcome: ['pendingToolCallIds'],
  usage: ['provider', 'reasoningTokens', 'cachedInputTokens', 'cacheWriteInputTokens'],
  input: ['forwardedProps'],
};

/**
 * Translates shapes that the protocol once had into those that it has: `THINKING_*` events, `binary` parts, optional
 * fields that are null. Comes before everything else, which knows today's protocol only.
 */
export function modernise(
  event: Json,
  memory: RetiredMemory,
  warn: Warn,
): { event: Json; memory: RetiredMemory } {
  const type = String(event.type);
  if (type.startsWith('THINKING_')) return thinking(event, type, memory, warn);
  let modern = withoutNulls(event, nullable[''], type, warn);
  if (Object.hasOwn(nullable, type)) modern = withoutNulls(modern, nullable[type], type, warn);
  if (type === 'MESSAGES_SNAPSHOT') modern = withModernMessages(modern);
  if (type === 'RUN_STARTED' && isJson(modern.input)) {
    const input = withoutNulls(modern.input, nullable.input, 'RUN_STARTED.input', warn);
    modern = { ...modern, input: withModernMessages(input) };
  }
  if (type === 'RUN_FINISHED') modern = withModernEnd(modern, warn);
  return { event: modern, memory };
}

function thinking(event: Json, type: string, memory: RetiredMemory, warn: Warn) {
  const made = memory.made + 1;
  const renamed = (to: string, messageId: string | undefined, more: Json = {}) => {
    warn(`The retired event ${type} was read as ${to}.`);
    const { title, ...rest } = event;
    if (title !== undefined) warn(`The title of ${type} has no place any more and was dropped.`);
    // An id that nothing opened: what follows is then refused for what it is, content without a start.
    return { ...rest, type: to, messageId: messageId ?? `${type}-without-start`, ...more };
  };
  switch (type) {
    case 'THINKING_START': {
      const span = `thinking-${made}`;
      return { event: renamed('REASONING_START', span), memory: { ...memory, made, span } };
    }
    case 'THINKING_TEXT_MESSAGE_START': {
      const message = `thinking-message-${made}`;
      return {
        event: renamed('REASONING_MESSAGE_START', message, { role: 'reasoning' }),
        memory: { ...memory, made, message },
      };
    }
    case 'THINKING_TEXT_MESSAGE_CONTENT':
      return { event: renamed('REASONING_MESSAGE_CONTENT', memory.message), memory };
    case 'THINKING_TEXT_MESSAGE_END':
      return {
        event: renamed('REASONING_MESSAGE_END', memory.message),
        memory: { ...memory, message: undefined },
      };
    case 'THINKING_END':
      return {
        event: renamed('REASONING_END', memory.span),
        memory: { ...memory, span: undefined },
      };
    default:
      return { event, memory };
  }
}

function withoutNulls(event: Json, fields: readonly string[], type: string, warn: Warn): Json {
  let copy: Json | undefined;
  for (const field of fields) {
    if (event[field] !== null) continue;
    copy ??= { ...event };
    delete copy[field];
    warn(`${type}: /${field} is null and was read as absent.`);
  }
  return copy ?? event;
}

function withModernEnd(event: Json, warn: Warn): Json {
  const { outcome, usage } = event;
  const clean = (value: unknown, name: string) =>
    isJson(value) ? withoutNulls(value, nullable[name], `RUN_FINISHED.${name}`, warn) : value;
  return {
    ...event,
    ...(outcome === undefined ? {} : { outcome: clean(outcome, 'outcome') }),
    ...(Array.isArray(usage) ? { usage: usage.map(entry => clean(entry, 'usage')) } : {}),
  };
}

function withModernMessages(holder: Json): Json {
  if (!Array.isArray(holder.messages)) return holder;
  return { ...holder, messages: holder.messages.map(withModernParts) };
}

/** A message whose `binary` parts became image, audio, video or document parts. */
export function withModernParts<T>(message: T): T {
  if (!isJson(message) || !Array.isArray(message.content)) return message;
  if (!message.content.some(part => isJson(part) && part.type === 'binary')) return message;
  return { ...message, content: message.content.map(modernPart) };
}

function modernPart(part: unknown): unknown {
  if (!isJson(part) || part.type !== 'binary') return part;
  const { mimeType, url, data, id, filename } = part;
  const family = String(mimeType).split('/')[0];
  const kind = ['image', 'audio', 'video'].includes(family) ? family : 'document';
  const source =
    (url !== undefined && { type: 'url', value: url, mimeType }) ||
    (data !== undefined && { type: 'data', value: data, mimeType }) ||
    (id !== undefined && { type: 'file', value: id, mimeType });
  if (!source) return part;
  return { type: kind, source, ...(filename === undefined ? {} : { metadata: { filename } }) };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
