import type { Chat } from './chat';
import { enforceEvent } from './enforce';
import type { ExpandedEvent } from './event';
import { expand } from './expand';
import { reduce } from './reduce';
import { modernise } from './retired';
import { itemKey, verify } from './verify';
import { ProtocolViolation } from './violation';
import { versionWarning } from './version';

/**
 * One event of an agent's stream, as it was parsed: translated from retired shapes → held against the protocol's
 * shapes → chunks expanded → order verified → applied. Costs the same for a long transcript as for a short one.
 *
 * @param delivered - called with each event that comes out, chunks expanded, unknown parts gone
 * @throws ProtocolViolation; the chat given is as it was, what it holds still stands
 */
export function applyEvent(
  chat: Chat,
  event: unknown,
  delivered?: (event: ExpandedEvent) => void,
): Chat {
  const warnings: string[] = [];
  const warn = (message: string) => {
    warnings.push(message);
  };
  if (typeof event !== 'object' || event === null) {
    throw new ProtocolViolation('malformed', 'Something arrived that is no event.');
  }
  const modern = modernise(event as Record<string, unknown>, chat.pipeline.retired, warn);
  const known = enforceEvent(modern.event, warn);
  if (known?.type === 'RUN_STARTED') versionWarning(known.protocolVersion, warn);

  let { order } = chat.pipeline;
  const expanded = known
    ? expand(chat.pipeline.lanes, known, (family, id) => order.owners.get(itemKey(family, id)))
    : { lanes: chat.pipeline.lanes, events: [] };
  let content: Chat = chat;
  for (const one of expanded.events) {
    order = verify(order, one);
    content = { ...content, ...reduce(content, one, warn) };
    delivered?.(one);
  }
  const { retired, lanes } = chat.pipeline;
  const same =
    retired === modern.memory && lanes === expanded.lanes && order === chat.pipeline.order;
  return {
    ...content,
    warnings: warnings.length > 0 ? [...chat.warnings, ...warnings] : chat.warnings,
    pipeline: same ? chat.pipeline : { retired: modern.memory, lanes: expanded.lanes, order },
  };
}
