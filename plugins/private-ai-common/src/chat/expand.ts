import { chunkFamily, contentFamily, endFamily, families, startFamily } from './event';
import type { ChatEvent, Family } from './event';
import { ProtocolViolation } from './violation';

/** An item that chunks are streaming, with what its first chunk said. */
interface OpenChunk {
  family: Family;
  id: string;
  role?: string;
  name?: string;
  toolCallName?: string;
  parentMessageId?: string;
}

/** Open chunk streams by lane: the subagent's run id, or the empty text for the parent agent. */
export type Lanes = ReadonlyMap<string, OpenChunk>;

export const noLanes: Lanes = new Map();

/** Events that stand aside from chunks and end none. */
const aside = new Set([
  'RAW',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'REASONING_ENCRYPTED_VALUE',
  'SUBAGENT_STARTED',
]);
/** Events of the whole run, which end every chunk stream. */
const runWide = new Set(['RUN_STARTED', 'RUN_FINISHED', 'RUN_ERROR', 'MESSAGES_SNAPSHOT']);

/**
 * Replaces chunks by the start, content and end events that they stand for
 * (https://docs.ag-ui.com/spec/1.1/basic/patterns/streaming).
 *
 * @param ownerOf - the subagent that an item without a tag belongs to, as its opener said
 * @throws ProtocolViolation
 */
export function expand(
  lanes: Lanes,
  event: ChatEvent,
  ownerOf: (family: Family, id: string) => string | undefined,
): { lanes: Lanes; events: ChatEvent[] } {
  const chunked = chunkFamily.get(event.type);
  if (chunked) return expandChunk(lanes, event, chunked);
  if (lanes.size === 0 || aside.has(event.type)) return { lanes, events: [event] };

  const ending = runWide.has(event.type) ? [...lanes.keys()] : lanesOf(lanes, event, ownerOf);
  if (ending.length === 0) return { lanes, events: [event] };
  const left = new Map(lanes);
  const ends = ending.map(lane => {
    left.delete(lane);
    return endOf(lane, lanes.get(lane)!);
  });
  return { lanes: left, events: [...ends, event] };
}

/** The lanes that an ordinary event ends: its own, and the one that assembles the very item it names. */
function lanesOf(
  lanes: Lanes,
  event: ChatEvent,
  ownerOf: (family: Family, id: string) => string | undefined,
): string[] {
  const family =
    startFamily.get(event.type) ?? contentFamily.get(event.type) ?? endFamily.get(event.type);
  const id = family && (event[families[family].id] as string);
  const own = event.subagentRunId ?? (family && id && ownerOf(family, id)) ?? '';
  return [...lanes].flatMap(([lane, open]) =>
    lane === own || (open.family === family && open.id === id) ? [lane] : [],
  );
}

function expandChunk(lanes: Lanes, chunk: ChatEvent, family: Family) {
  const names = families[family];
  const id = chunk[names.id] as string | undefined;
  const lane = laneOf(lanes, chunk, family, id);
  const open = lanes.get(lane);
  const continues = open?.family === family && (id === undefined || id === open.id);
  const tag = lane === '' ? {} : { subagentRunId: lane };
  const more = {
    ...(chunk.metadata === undefined ? {} : { metadata: chunk.metadata }),
    ...(chunk.rawEvent === undefined ? {} : { rawEvent: chunk.rawEvent }),
    ...tag,
  };
  const content = (itemId: string, delta: string) =>
    ({ type: names.content, [names.id]: itemId, delta, ...more }) as unknown as ChatEvent;

  if (open && continues) {
    agree(open, chunk);
    if (chunk.delta === undefined && chunk.metadata === undefined) return { lanes, events: [] };
    return { lanes, events: [content(open.id, chunk.delta ?? '')] };
  }

  if (id === undefined) {
    throw new ProtocolViolation(
      'chunk-without-id',
      `The first ${chunk.type} of an item must carry its ${names.id}.`,
    );
  }
  if (family === 'tool' && chunk.toolCallName === undefined) {
    throw new ProtocolViolation(
      'chunk-without-name',
      `The first TOOL_CALL_CHUNK of the call ${id} must carry its toolCallName.`,
    );
  }
  const { role, name, toolCallName, parentMessageId } = chunk;
  const opened: OpenChunk = { family, id, name, toolCallName, parentMessageId };
  if (family === 'text') opened.role = role ?? 'assistant';
  if (family === 'reasoning') opened.role = 'reasoning';
  const start: Record<string, unknown> = { type: names.start, [names.id]: id, ...more };
  for (const [field, value] of Object.entries({ role: opened.role, name, toolCallName })) {
    if (value !== undefined) start[field] = value;
  }
  if (parentMessageId !== undefined) start.parentMessageId = parentMessageId;
  const events = [
    ...(open ? [endOf(lane, open)] : []),
    start as unknown as ChatEvent,
    ...(chunk.delta === undefined ? [] : [content(id, chunk.delta)]),
  ];
  // Set anew, so that lanes close in the order in which their items opened.
  const next = new Map(lanes);
  next.delete(lane);
  return { lanes: next.set(lane, opened), events };
}

/** @throws ProtocolViolation when a tag disagrees, or several subagents could be meant */
function laneOf(lanes: Lanes, chunk: ChatEvent, family: Family, id: string | undefined): string {
  const tag = chunk.subagentRunId;
  const open = [...lanes].filter(([, item]) => item.family === family);
  const holder = id === undefined ? undefined : open.find(([, item]) => item.id === id)?.[0];
  if (tag !== undefined) {
    if (holder !== undefined && holder !== tag) {
      throw new ProtocolViolation(
        'owner-mismatch',
        `The subagentRunId '${tag}' of a ${chunk.type} does not match the one that opened ${id}.`,
      );
    }
    return tag;
  }
  if (holder !== undefined) return holder;
  if (id !== undefined || open.length === 0 || open.some(([lane]) => lane === '')) return '';
  if (open.length > 1) {
    throw new ProtocolViolation(
      'chunk-ambiguous',
      `A ${chunk.type} without ${families[family].id} and subagentRunId arrived while several subagents stream.`,
    );
  }
  return open[0][0];
}

function agree(open: OpenChunk, chunk: ChatEvent) {
  for (const field of ['role', 'name', 'toolCallName', 'parentMessageId'] as const) {
    if (chunk[field] !== undefined && chunk[field] !== open[field]) {
      throw new ProtocolViolation(
        'chunk-conflict',
        `A ${chunk.type} gives ${open.id} the ${field} '${chunk[field]}', its first chunk did not.`,
      );
    }
  }
}

function endOf(lane: string, open: OpenChunk): ChatEvent {
  const names = families[open.family];
  const tag = lane === '' ? {} : { subagentRunId: lane };
  return { type: names.end, [names.id]: open.id, ...tag } as unknown as ChatEvent;
}
