import type { Interrupt, Message, TokenUsage } from '@ag-ui/core';
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
  type Fields,
  type Like,
  type NoFields,
  type ObjectShape,
} from './shape';
import {
  content,
  outcome,
  owned,
  patch,
  restatedShape,
  runInputShape,
  subagentOutcome,
  usage,
} from './shapes';

export type { Interrupt, Message, TokenUsage };

/** Streamed items, told apart because ids of different families may be equal. */
export type Family = 'text' | 'tool' | 'reasoning';
/** What opens and closes; a span is reasoning as a whole, whose messages are a family. */
export type ItemKind = Family | 'span' | 'step';

/** Chunk streams that an event ends: those of its agent; all, as it is about the whole run; none, as it stands aside. */
type Ends = 'own' | 'all' | 'none';
type Does = 'opens' | 'continues' | 'closes' | 'abbreviates';

/** How an event stands to others. */
export interface Standing {
  ends: Ends;
  /** What it is a piece of: its order is that of the item. */
  item?: { kind: ItemKind; does: Does };
  /** It has a rule of its own in `verify.ts`. What has neither may come at any time within a run. */
  ruled?: true;
}

const piece =
  <const As extends Does, Least = unknown>(does: As) =>
  <const Kind extends ItemKind, Shape extends ObjectShape<Least>>(kind: Kind, shape: Shape) =>
    ({ shape, item: { kind, does }, ends: 'own' as Ends }) as const;
const opens = piece('opens');
const continues = piece<'continues', { delta: string }>('continues');
const closes = piece('closes');
/** Stands for the opening, the content and the end of an item. */
const abbreviates = piece('abbreviates');
const free = <Shape extends ObjectShape>(shape: Shape, ends: Ends = 'own') =>
  ({ shape, ends }) as const;
const ruled = <Shape extends ObjectShape>(shape: Shape, ends: Ends = 'own') =>
  ({ shape, ends, ruled: true }) as const;

const base = { timestamp: integer, rawEvent: something, metadata: openObject };
/** Of the run itself. */
const ofRun = <Required extends Fields, Optional extends Fields = NoFields>(
  required: Required,
  optional: Optional = {} as Optional,
) => object({ type: text, ...required }, { ...base, ...optional });
/** That a subagent may have produced. */
const ofAgent = <Required extends Fields, Optional extends Fields = NoFields>(
  required: Required,
  optional: Optional = {} as Optional,
) => object({ type: text, ...required }, { ...base, ...owned, ...optional });

const role = oneOf('developer', 'system', 'assistant', 'user');
const messageId = text;
const toolCallId = text;
const subagentRunId = text;
const call = { toolCallName: text, parentMessageId: text };
const activity = { messageId, activityType: text };
const encrypted = { entityId: text, encryptedValue: text };

/**
 * Every event that the protocol describes (AG-UI 1.1, https://docs.ag-ui.com/spec/1.1/schema): its fields, and how it
 * stands to others. An event that is added begins here; the compiler names the stages that have to know it.
 */
export const events = {
  TEXT_MESSAGE_START: opens('text', ofAgent({ messageId }, { role, name: text })),
  TEXT_MESSAGE_CONTENT: continues('text', ofAgent({ messageId, delta: text })),
  TEXT_MESSAGE_END: closes('text', ofAgent({ messageId })),
  TEXT_MESSAGE_CHUNK: abbreviates(
    'text',
    ofAgent({}, { messageId, role, delta: text, name: text }),
  ),
  TOOL_CALL_START: opens(
    'tool',
    ofAgent({ toolCallId, toolCallName: text }, { parentMessageId: text }),
  ),
  TOOL_CALL_ARGS: continues('tool', ofAgent({ toolCallId, delta: text })),
  TOOL_CALL_END: closes('tool', ofAgent({ toolCallId })),
  TOOL_CALL_CHUNK: abbreviates('tool', ofAgent({}, { toolCallId, ...call, delta: text })),
  TOOL_CALL_RESULT: free(ofAgent({ messageId, toolCallId, content }, { role: exactly('tool') })),
  STATE_SNAPSHOT: free(ofAgent({ snapshot: anything })),
  STATE_DELTA: free(ofAgent({ delta: patch })),
  MESSAGES_SNAPSHOT: free(ofRun({ messages: list(restatedShape) }), 'all'),
  ACTIVITY_SNAPSHOT: ruled(
    ofAgent({ ...activity, content: openObject }, { replace: flag }),
    'none',
  ),
  ACTIVITY_DELTA: ruled(ofAgent({ ...activity, patch }), 'none'),
  RAW: free(ofAgent({ event: anything }, { source: text }), 'none'),
  CUSTOM: free(ofAgent({ name: text, value: anything })),
  RUN_STARTED: ruled(
    ofRun(
      { threadId: text, runId: text },
      { protocolVersion: text, parentRunId: text, input: runInputShape },
    ),
    'all',
  ),
  RUN_FINISHED: ruled(
    ofRun({ threadId: text, runId: text }, { result: something, outcome, usage }),
    'all',
  ),
  RUN_ERROR: ruled(ofRun({ message: text }, { code: text, usage }), 'all'),
  STEP_STARTED: opens('step', ofAgent({ stepName: text })),
  STEP_FINISHED: closes('step', ofAgent({ stepName: text })),
  REASONING_START: opens('span', ofAgent({ messageId })),
  REASONING_MESSAGE_START: opens('reasoning', ofAgent({ messageId, role: exactly('reasoning') })),
  REASONING_MESSAGE_CONTENT: continues('reasoning', ofAgent({ messageId, delta: text })),
  REASONING_MESSAGE_END: closes('reasoning', ofAgent({ messageId })),
  REASONING_MESSAGE_CHUNK: abbreviates('reasoning', ofAgent({}, { messageId, delta: text })),
  REASONING_END: closes('span', ofAgent({ messageId })),
  REASONING_ENCRYPTED_VALUE: free(
    ofAgent({ ...encrypted, subtype: oneOf('tool-call', 'message') }, { encryptedValueType: text }),
    'none',
  ),
  SUBAGENT_STARTED: ruled(
    ofRun(
      { subagentRunId, name: text },
      {
        description: text,
        parentSubagentRunId: text,
        parentToolCallId: text,
        parentMessageId: text,
      },
    ),
    'none',
  ),
  SUBAGENT_FINISHED: ruled(
    ofRun({ subagentRunId }, { result: something, outcome: subagentOutcome }),
  ),
  SUBAGENT_ERROR: ruled(ofRun({ subagentRunId, message: text }, { code: text })),
};

type Events = typeof events;
export type EventType = keyof Events;

type Flat<Value> = { [Name in keyof Value]: Value[Name] };
type Described<Type extends EventType> = {
  [One in Type]: Flat<{ type: One } & Omit<Like<Events[One]['shape']>, 'type'>>;
}[Type];
type Where<So> = { [Type in EventType]: Events[Type] extends So ? Type : never }[EventType];

/** An event after enforcement: its type is known, and its fields have the shapes above. */
export type ChatEvent<Type extends EventType = EventType> = Described<Type>;
export type ChunkEvent = ChatEvent<Where<{ item: { does: 'abbreviates' } }>>;
/** One that no chunk is, as `expand.ts` leaves it. */
export type ExpandedEvent = Exclude<ChatEvent, ChunkEvent>;
export type SubagentEvent = ChatEvent<'SUBAGENT_STARTED' | 'SUBAGENT_FINISHED' | 'SUBAGENT_ERROR'>;
/** One with a rule of its own in the order of a stream. */
export type RuledEvent = ChatEvent<Where<{ ruled: true }>>;

export const isDescribed = (type: string): type is EventType => Object.hasOwn(events, type);
export const isChunk = (event: ChatEvent): event is ChunkEvent =>
  does(event.type) === 'abbreviates';
export const isRuled = (event: ExpandedEvent): event is RuledEvent => 'ruled' in events[event.type];

/** Whether events of this type carry a piece of text as `delta`, which goes on with their item. */
export const isDelta = (type: string): boolean => isDescribed(type) && does(type) === 'continues';

/** Whether something begins with it. */
export const opensItem = ({ type }: ChatEvent): boolean =>
  does(type) === 'opens' || type === 'SUBAGENT_STARTED';

/** Whether something ends with it: an item, a subagent, the run. */
export const endsSomething = ({ type }: ChatEvent): boolean =>
  does(type) === 'closes' || enders.has(type);

const enders: ReadonlySet<EventType> = new Set([
  'RUN_FINISHED',
  'RUN_ERROR',
  'SUBAGENT_FINISHED',
  'SUBAGENT_ERROR',
]);

const does = (type: EventType) => {
  const standing: Standing = events[type];
  return standing.item?.does;
};

/** The subagent that an event is tagged with. */
export const tagOf = (event: ChatEvent): string | undefined =>
  'subagentRunId' in event ? event.subagentRunId : undefined;
