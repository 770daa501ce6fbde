import { overBudget } from './account';
import { budget } from './budget';
import { events, isChunk, tagOf } from './event';
import type { ChatEvent, ChunkEvent, ExpandedEvent, Family } from './event';
import { idField, isFamily, itemOf, pieceOf, streamedBy } from './item';
import { ProtocolViolation } from './violation';

/** An item that chunks are streaming, with what its first chunk said. */
interface OpenChunk {
  kind: Family;
  id: string;
  role?: string;
  name?: string;
  toolCallName?: string;
  parentMessageId?: string;
}

/** What any chunk may carry. */
interface ChunkFields extends Partial<OpenChunk> {
  delta?: string;
  metadata?: Record<string, unknown>;
  rawEvent?: unknown;
}

/** Open chunk streams by lane: the subagent's run id, or the empty text for the parent agent. */
export type Lanes = ReadonlyMap<string, OpenChunk>;

export const noLanes: Lanes = new Map();

/** The subagent that an item without a tag belongs to, as its opener said. */
type OwnerOf = (family: Family, id: string) => string | undefined;

/**
 * Replaces chunks by the start, content and end events that they stand for
 * (https://docs.ag-ui.com/spec/1.1/basic/patterns/streaming).
 *
 * @throws ProtocolViolation
 */
export function expand(
  lanes: Lanes,
  event: ChatEvent,
  ownerOf: OwnerOf,
): { lanes: Lanes; events: ExpandedEvent[] } {
  if (isChunk(event)) return expandChunk(lanes, event);
  const ending = lanes.size === 0 ? [] : endedBy(lanes, event, ownerOf);
  if (ending.length === 0) return { lanes, events: [event] };
  const left = new Map(lanes);
  const ends = ending.map(lane => {
    left.delete(lane);
    return endOf(lane, lanes.get(lane)!);
  });
  return { lanes: left, events: [...ends, event] };
}

/** The lanes that an event ends. */
function endedBy(lanes: Lanes, event: ExpandedEvent, ownerOf: OwnerOf): string[] {
  const { ends } = events[event.type];
  switch (ends) {
    case 'none':
      return [];
    case 'all':
      return [...lanes.keys()];
    case 'own': {
      // Its own, and the one that assembles the very item it names.
      const { kind, id } = itemOf(event) ?? {};
      const owner = kind && id && isFamily(kind) ? ownerOf(kind, id) : undefined;
      const own = tagOf(event) ?? owner ?? '';
      const ended: string[] = [];
      for (const [lane, open] of lanes) {
        if (lane === own || (open.kind === kind && open.id === id)) ended.push(lane);
      }
      return ended;
    }
    default:
      return ends satisfies never;
  }
}

function expandChunk(lanes: Lanes, chunk: ChunkEvent) {
  const { kind, id } = streamedBy(chunk);
  const lane = laneOf(lanes, chunk, kind, id);
  const open = lanes.get(lane);
  const continues = open?.kind === kind && (id === undefined || id === open.id);
  const tag = lane === '' ? {} : { subagentRunId: lane };
  const { delta, metadata, rawEvent, role, name, toolCallName, parentMessageId }: ChunkFields =
    chunk;
  const more = {
    ...(metadata === undefined ? {} : { metadata }),
    ...(rawEvent === undefined ? {} : { rawEvent }),
    ...tag,
  };

  if (open && continues) {
    agree(open, chunk);
    if (delta === undefined && metadata === undefined) return { lanes, events: [] };
    return { lanes, events: [pieceOf('continues', open, { delta: delta ?? '', ...more })] };
  }

  if (id === undefined) {
    throw new ProtocolViolation(
      'chunk-without-id',
      `The first ${chunk.type} of an item must carry its ${idField[kind]}.`,
    );
  }
  if (kind === 'tool' && toolCallName === undefined) {
    throw new ProtocolViolation(
      'chunk-without-name',
      `The first TOOL_CALL_CHUNK of the call ${id} must carry its toolCallName.`,
    );
  }
  const opened: OpenChunk = { kind, id, name, toolCallName, parentMessageId };
  if (kind === 'text') opened.role = role ?? 'assistant';
  if (kind === 'reasoning') opened.role = 'reasoning';
  const start: Record<string, unknown> = { ...more };
  for (const [field, value] of Object.entries({
    role: opened.role,
    name,
    toolCallName,
    parentMessageId,
  })) {
    if (value !== undefined) start[field] = value;
  }
  const expanded = [
    ...(open ? [endOf(lane, open)] : []),
    pieceOf('opens', opened, start),
    ...(delta === undefined ? [] : [pieceOf('continues', opened, { delta, ...more })]),
  ];
  if (!open && lanes.size >= budget.lanes) throw overBudget('lanes');
  // Set anew, so that lanes close in the order in which their items opened.
  const next = new Map(lanes);
  next.delete(lane);
  return { lanes: next.set(lane, opened), events: expanded };
}

/** @throws ProtocolViolation when a tag disagrees, or several subagents could be meant */
function laneOf(lanes: Lanes, chunk: ChunkEvent, kind: Family, id: string | undefined): string {
  const tag = chunk.subagentRunId;
  let holder: string | undefined;
  let streaming = 0;
  let last = '';
  for (const [lane, item] of lanes) {
    if (item.kind !== kind) continue;
    streaming += 1;
    last = lane;
    if (item.id === id) holder ??= lane;
  }
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
  if (id !== undefined || lanes.get('')?.kind === kind) return '';
  if (streaming > 1) {
    throw new ProtocolViolation(
      'chunk-ambiguous',
      `A ${chunk.type} without ${idField[kind]} and subagentRunId arrived while several subagents stream.`,
    );
  }
  return last;
}

function agree(open: OpenChunk, chunk: ChunkEvent) {
  const said: ChunkFields = chunk;
  for (const field of ['role', 'name', 'toolCallName', 'parentMessageId'] as const) {
    if (said[field] !== undefined && said[field] !== open[field]) {
      throw new ProtocolViolation(
        'chunk-conflict',
        `A ${chunk.type} gives ${open.id} the ${field} '${said[field]}', its first chunk did not.`,
      );
    }
  }
}

const endOf = (lane: string, open: OpenChunk) =>
  pieceOf('closes', open, lane === '' ? {} : { subagentRunId: lane });
