import { isDeepStrictEqual } from 'node:util';
import {
  isSpoken,
  restatedIn,
  type AgentEvent,
  type Chat,
  type ChatEvent,
} from '@private-ai/plugin-private-ai-common';

type Message = Chat['messages'][number];

/**
 * An event as it is kept: what the chat holds already is not kept again. Agents restate the whole conversation with each
 * answer (`MESSAGES_SNAPSHOT`), echo what they were asked (`RUN_STARTED.input`) and pass on what their own model said
 * (`rawEvent`).
 *
 * @param before - the chat before the event
 */
export function restated(event: AgentEvent, before: Chat): AgentEvent {
  if (event.type === 'RUN_STARTED') {
    const { rawEvent: _, input: __, ...kept } = event;
    return kept as AgentEvent;
  }
  if (event.rawEvent !== undefined) {
    const { rawEvent: _, ...kept } = event;
    return restated(kept as AgentEvent, before);
  }
  if (event.type !== 'MESSAGES_SNAPSHOT') return event;
  return { ...event, messages: shortened(event.messages as Message[], before.messages) };
}

/** An event without what only the portal says, in what it keeps: to AG-UI a message that is `held` is of no known role. */
export function asAgents(event: AgentEvent): AgentEvent {
  // Of any JSON: what is no event is judged by who folds it.
  if (event?.type !== 'MESSAGES_SNAPSHOT' || !Array.isArray(event.messages)) return event;
  return { ...event, messages: event.messages.filter(message => message?.role !== 'held') };
}

/** Runs of messages that are held as they are, and in that order, by their first and last. */
function shortened(messages: readonly Message[], before: Chat['messages']) {
  const held = new Map(before.map(message => [message.id, message]));
  const place = new Map(before.filter(isSpoken).map(({ id }, index) => [id, index]));
  const kept: (Message | { id: string; role: 'held'; from?: string })[] = [];
  let last: number | undefined;
  for (const message of messages) {
    const { id } = message;
    const at = place.get(id);
    if (!isDeepStrictEqual(held.get(id), message)) {
      kept.push(message);
      last = undefined;
      continue;
    }
    const run = kept.at(-1);
    if (run?.role === 'held' && last !== undefined && at === last + 1) {
      kept[kept.length - 1] = { id, role: 'held', from: run.from ?? run.id };
    } else {
      kept.push({ id, role: 'held' });
    }
    last = at;
  }
  return kept;
}

/** The same event as its agent said it. @param before - the chat before the event */
export function whole(event: AgentEvent, before: Chat): AgentEvent {
  if (event.type !== 'MESSAGES_SNAPSHOT') return event;
  const { messages } = event as ChatEvent<'MESSAGES_SNAPSHOT'>;
  return { ...event, messages: restatedIn(messages, before.messages) };
}
