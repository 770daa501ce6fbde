import { events } from './event';
import type { ChunkEvent, ExpandedEvent, Family, ItemKind, Standing } from './event';

/** What streams in several events, and what an event does to it. */
export interface Item {
  kind: ItemKind;
  id: string;
  does: 'opens' | 'continues' | 'closes';
}

/** The field that names an item. */
export const idField = {
  text: 'messageId',
  tool: 'toolCallId',
  reasoning: 'messageId',
  span: 'messageId',
  step: 'stepName',
} as const satisfies Record<ItemKind, string>;

/** The item that an event is a piece of. */
export function itemOf(event: ExpandedEvent): Item | undefined {
  const { item }: Standing = events[event.type];
  return item && ({ ...item, id: event[idField[item.kind] as never] } as Item);
}

/** The item that a chunk streams; without an id, whichever is open. */
export function streamedBy(chunk: ChunkEvent): { kind: Family; id?: string } {
  const { kind } = events[chunk.type].item;
  return { kind, id: chunk[idField[kind] as never] };
}

const families: Readonly<Record<ItemKind, boolean>> = {
  text: true,
  tool: true,
  reasoning: true,
  span: false,
  step: false,
};
export const isFamily = (kind: ItemKind): kind is Family => families[kind];

const typeOf = new Map(
  Object.entries<Standing>(events).flatMap(([type, { item }]) =>
    item ? [[`${item.does} ${item.kind}`, type as ExpandedEvent['type']] as const] : [],
  ),
);

/** The event of that item which does that, with what else it carries. */
export function pieceOf(
  does: Item['does'],
  { kind, id }: { kind: ItemKind; id: string },
  more: object = {},
): ExpandedEvent {
  const event: object = { type: typeOf.get(`${does} ${kind}`), [idField[kind]]: id, ...more };
  return event as ExpandedEvent;
}
