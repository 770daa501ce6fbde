import { overBudget } from './account';
import { budget } from './budget';
import { isRuled, tagOf } from './event';
import type { ChatEvent, ExpandedEvent, ItemKind, RuledEvent, SubagentEvent } from './event';
import { itemOf, type Item } from './item';
import { PersistentMap } from './persistentMap';
import { ProtocolViolation } from './violation';

/** What an order check has to remember; everything but the phase belongs to the current run. */
export interface Order {
  readonly phase: 'before' | 'active' | 'finished' | 'failed';
  /** Keys of what is open (see {@link itemKey}), and how many were opened before each. */
  readonly open: PersistentMap<string, number>;
  readonly opened: number;
  /** Who opened an item: a subagent's run id, or undefined for the parent agent. Kept after the item closed. */
  readonly owners: PersistentMap<string, string | undefined>;
  readonly subagents: PersistentMap<string, 'active' | 'ended'>;
}

export const noOrder: Order = {
  phase: 'before',
  open: PersistentMap.of(),
  opened: 0,
  owners: PersistentMap.of(),
  subagents: PersistentMap.of(),
};

type Kind = ItemKind | 'activity';

/** One key for an item of a family; families do not share ids. */
export const itemKey = (kind: Kind, id: string) => `${kind}:${id}`;

const plural: Readonly<Record<ItemKind, string>> = {
  text: 'text messages',
  tool: 'tool calls',
  reasoning: 'reasoning messages',
  span: 'reasoning spans',
  step: 'steps',
};

/**
 * The order of events in a stream: what opens before it goes on and closes before the run ends, and whose it is
 * (https://docs.ag-ui.com/spec/1.1/events/lifecycle and …/subagents). Comes after the chunks' expansion.
 *
 * @throws ProtocolViolation
 */
export function verify(order: Order, event: ExpandedEvent): Order {
  checkPhase(order, event.type);
  const item = itemOf(event);
  if (item) return ofItem(order, event, item);
  return isRuled(event) ? byItsRule(order, event) : order;
}

function ofItem(order: Order, event: ExpandedEvent, { kind, id, does }: Item): Order {
  // A step belongs to its agent: two agents may each have one of the same name.
  const key = itemKey(kind, kind === 'step' ? `${tagOf(event) ?? ''}:${id}` : id);
  switch (does) {
    case 'opens': {
      const parent = event.type === 'TOOL_CALL_START' ? event.parentMessageId : undefined;
      if (parent !== undefined) checkParent(order, event, { call: id, parent });
      return opened(order, key, event, parent);
    }
    case 'continues':
      checkOpen(order, key, event);
      return order;
    case 'closes':
      return closed(order, key, event);
    default:
      return does satisfies never;
  }
}

function byItsRule(order: Order, event: RuledEvent): Order {
  switch (event.type) {
    case 'RUN_STARTED':
      return { ...noOrder, phase: 'active' };
    case 'RUN_ERROR':
      return { ...noOrder, phase: 'failed' };
    case 'RUN_FINISHED':
      return finished(order, event);
    case 'ACTIVITY_SNAPSHOT': {
      const key = itemKey('activity', event.messageId);
      if (event.replace === false && order.owners.has(key)) return order;
      return { ...order, owners: order.owners.with(key, event.subagentRunId) };
    }
    case 'ACTIVITY_DELTA':
      checkOwner(order, itemKey('activity', event.messageId), event);
      return order;
    case 'SUBAGENT_STARTED':
    case 'SUBAGENT_FINISHED':
    case 'SUBAGENT_ERROR':
      return subagent(order, event);
    default:
      return event satisfies never;
  }
}

function checkPhase(order: Order, type: string) {
  switch (order.phase) {
    case 'before':
      if (type === 'RUN_STARTED' || type === 'RUN_ERROR') return;
      throw new ProtocolViolation('not-started', `${type} arrived before RUN_STARTED.`);
    case 'active':
      if (type !== 'RUN_STARTED') return;
      throw new ProtocolViolation('run-active', 'RUN_STARTED arrived while a run is still active.');
    case 'finished':
      if (type === 'RUN_STARTED' || type === 'RUN_ERROR') return;
      throw new ProtocolViolation('run-finished', `${type} arrived after RUN_FINISHED.`);
    default:
      if (type === 'RUN_STARTED') return;
      throw new ProtocolViolation('run-failed', `${type} arrived after RUN_ERROR.`);
  }
}

/** What a key of {@link Order.open} stands for, and whose it is. */
export function parseKey(key: string, owners: Order['owners']) {
  const kind = key.slice(0, key.indexOf(':')) as ItemKind;
  const rest = key.slice(kind.length + 1);
  const owner = owners.get(key);
  // A step's key holds its agent too: see `verify`.
  return { kind, owner, id: kind === 'step' ? rest.slice((owner ?? '').length + 1) : rest };
}

function opened(order: Order, key: string, event: ExpandedEvent, parent?: string): Order {
  if (order.open.has(key)) {
    throw new ProtocolViolation(
      'already-open',
      `${event.type}: ${parseKey(key, order.owners).id} is open already.`,
    );
  }
  checkOwner(order, key, event);
  if (order.open.size >= budget.open) throw overBudget('open');
  const inherited = parent === undefined ? undefined : order.owners.get(itemKey('text', parent));
  const owner = order.owners.has(key) ? order.owners.get(key) : (tagOf(event) ?? inherited);
  return {
    ...order,
    open: order.open.with(key, order.opened),
    opened: order.opened + 1,
    owners: order.owners.with(key, owner),
  };
}

function closed(order: Order, key: string, event: ExpandedEvent): Order {
  checkOpen(order, key, event);
  return { ...order, open: order.open.without(key) };
}

function checkOpen(order: Order, key: string, event: ExpandedEvent) {
  if (!order.open.has(key)) {
    throw new ProtocolViolation(
      'not-open',
      `${event.type}: ${parseKey(key, order.owners).id} is not open.`,
    );
  }
  checkOwner(order, key, event);
}

/** A tag must be the opener's; no tag continues whatever the opener owns. */
function checkOwner(order: Order, key: string, event: ExpandedEvent) {
  const tag = tagOf(event);
  if (tag === undefined || !order.owners.has(key) || order.owners.get(key) === tag) return;
  throw new ProtocolViolation(
    'owner-mismatch',
    `The subagentRunId '${tag}' of ${event.type} does not match the one that opened ${parseKey(key, order.owners).id}.`,
  );
}

function checkParent(
  order: Order,
  event: ExpandedEvent,
  { call, parent }: { call: string; parent: string },
) {
  const key = itemKey('text', parent);
  const tag = tagOf(event);
  if (tag === undefined || !order.owners.has(key)) return;
  if (order.owners.get(key) === tag) return;
  throw new ProtocolViolation(
    'owner-mismatch',
    `The subagentRunId '${tag}' of the call ${call} does not match its message ${parent}.`,
  );
}

function subagent(order: Order, event: SubagentEvent): Order {
  const id = event.subagentRunId;
  const known = order.subagents.get(id);
  if (event.type === 'SUBAGENT_STARTED') {
    if (known) {
      throw new ProtocolViolation('subagent-reused', `The subagent ${id} was started before.`);
    }
    const parent = event.parentSubagentRunId;
    if (parent !== undefined && !order.subagents.has(parent)) {
      throw new ProtocolViolation(
        'subagent-unknown',
        `The subagent ${id} names the parent ${parent}, which nobody announced.`,
      );
    }
    if (order.subagents.size >= budget.subagents) throw overBudget('subagents');
    return { ...order, subagents: order.subagents.with(id, 'active') };
  }
  if (known !== 'active') {
    throw new ProtocolViolation('subagent-unknown', `${event.type}: ${id} is not active.`);
  }
  return { ...order, subagents: order.subagents.with(id, 'ended') };
}

function finished(order: Order, { outcome }: ChatEvent<'RUN_FINISHED'>): Order {
  for (const [key] of order.open.entries()) {
    const { kind, id } = parseKey(key, order.owners);
    throw new ProtocolViolation(
      'still-open',
      `RUN_FINISHED arrived while ${plural[kind]} are open: ${id}.`,
    );
  }
  for (const [id, state] of order.subagents.entries()) {
    if (state === 'active') {
      throw new ProtocolViolation('still-open', `RUN_FINISHED arrived while subagent ${id} works.`);
    }
  }
  const ids = outcome?.type === 'interrupt' ? outcome.interrupts.map(({ id }) => id) : [];
  if (ids.length > budget.interrupts) throw overBudget('interrupts');
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new ProtocolViolation('duplicate-interrupt', `Two interrupts have the id ${twice}.`);
  }
  return { ...noOrder, phase: 'finished' };
}
