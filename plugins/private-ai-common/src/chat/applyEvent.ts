import { Account, checkDepth } from './account';
import { budget, shortened } from './budget';
import { chatOf, type Chat } from './chat';
import { enforceEvent } from './enforce';
import { endsSomething, opensItem, type ChatEvent, type ExpandedEvent } from './event';
import { expand } from './expand';
import { reduce } from './reduce';
import { modernise } from './retired';
import { itemKey, verify, type Order } from './verify';
import { ProtocolViolation } from './violation';
import { versionWarning } from './version';

/**
 * One event of an agent's stream, as it was parsed: translated from retired shapes → held against the protocol's
 * shapes → chunks expanded → order verified → applied. Costs the same for a long transcript as for a short one, and what
 * a whole answer costs has an end: see `budget.ts`.
 *
 * @param delivered - called with each event that comes out, chunks expanded, unknown parts gone
 * @throws ProtocolViolation; the chat given is as it was, what it holds still stands
 */
export function applyEvent(
  chat: Chat,
  event: unknown,
  delivered?: (event: ExpandedEvent) => void,
): Chat {
  let { warnings, moreWarnings, content } = chat;
  const warn = (message: string) => {
    if (warnings.length < budget.warnings) warnings = [...warnings, shortened(message)];
    else moreWarnings += 1;
  };
  if (typeof event !== 'object' || event === null) {
    throw new ProtocolViolation('malformed', 'Something arrived that is no event.');
  }
  checkDepth(event);
  const account = new Account(chat.spent);
  const modern = modernise(event as Record<string, unknown>, chat.pipeline.retired, warn);
  const known = enforceEvent(modern.event, warn);
  let { order } = chat.pipeline;
  if (known?.type === 'RUN_STARTED') versionWarning(known.protocolVersion, warn);

  const expanded = known
    ? expand(chat.pipeline.lanes, known, (family, id) => order.owners.get(itemKey(family, id)))
    : { lanes: chat.pipeline.lanes, events: [] };
  // As many as whoever folds what is delivered will count.
  const count = Math.max(expanded.events.length, 1);
  account.events(count, known !== undefined && isNeeded(known, order));
  for (const one of expanded.events) {
    order = verify(order, one);
    const before = content.messages.length;
    content = { ...content, ...reduce(content, one, account, warn) };
    account.items(Math.max(opensItem(one) ? 1 : 0, content.messages.length - before));
    delivered?.(one);
  }
  const { retired, lanes } = chat.pipeline;
  const same =
    retired === modern.memory && lanes === expanded.lanes && order === chat.pipeline.order;
  return chatOf({
    content,
    warnings,
    moreWarnings,
    pipeline: same ? chat.pipeline : { retired: modern.memory, lanes: expanded.lanes, order },
    spent: account.spent,
  });
}

/** Without which an answer that has too many events could not be ended. */
const isNeeded = (event: ChatEvent, { phase }: Order) =>
  endsSomething(event) || (event.type === 'RUN_STARTED' && phase === 'before');
