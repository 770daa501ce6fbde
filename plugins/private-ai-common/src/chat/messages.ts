import { overBudget, type Account } from './account';
import { budget } from './budget';
import type { ChatEvent, Message } from './event';
import { Transcript } from './transcript';

type Messages = Transcript;

export const positionOf = (messages: Messages, id: string) => messages.positionOf(id);

/** The list with one message changed; the others stay the very same objects. */
export function withMessage(
  messages: Messages,
  at: number,
  change: (message: Message) => Message,
): Messages {
  const message = messages.at(at);
  return message ? messages.with(at, change(message)) : messages;
}

/** Metadata merges key by key, the last write wins, and it does not recurse. */
export function withMetadata<T extends { metadata?: Record<string, unknown> }>(
  holder: T,
  event: Pick<ChatEvent, 'metadata'>,
): T {
  if (event.metadata === undefined) return holder;
  if (Object.keys(holder.metadata ?? {}).length > budget.metadata) throw overBudget('metadata');
  return { ...holder, metadata: { ...holder.metadata, ...event.metadata } };
}

/** What an event of an item appends to it; none where it opens or closes it. */
export const deltaOf = (event: object): string | undefined =>
  'delta' in event ? (event.delta as string) : undefined;

/** Opens a text or reasoning message, or goes on with one that was closed. */
export function openMessage(
  messages: Messages,
  event: ChatEvent<'TEXT_MESSAGE_START' | 'REASONING_MESSAGE_START'>,
): Messages {
  const { messageId, role = 'assistant', subagentRunId } = event;
  const at = positionOf(messages, messageId);
  if (at >= 0) return withMessage(messages, at, message => withMetadata(message, event));
  const message = {
    id: messageId,
    role,
    content: '',
    ...('name' in event && event.name !== undefined ? { name: event.name } : {}),
    ...(subagentRunId === undefined ? {} : { subagentRunId }),
  } as Message;
  return messages.plus(withMetadata(message, event));
}

/** Appends a delta; its absence (an end event) merges metadata only. */
export function extendMessage(
  messages: Messages,
  event: ChatEvent<
    | 'TEXT_MESSAGE_CONTENT'
    | 'TEXT_MESSAGE_END'
    | 'REASONING_MESSAGE_CONTENT'
    | 'REASONING_MESSAGE_END'
  >,
): Messages {
  const delta = deltaOf(event);
  if (!delta && event.metadata === undefined) return messages;
  return withMessage(messages, positionOf(messages, event.messageId), message => {
    const merged = withMetadata(message, event);
    if (!delta) return merged;
    const { content } = merged;
    if (Array.isArray(content)) {
      if (content.length >= budget.parts) throw overBudget('parts');
      return { ...merged, content: [...content, { type: 'text', text: delta }] } as Message;
    }
    return { ...merged, content: ((content as string | undefined) ?? '') + delta } as Message;
  });
}

/**
 * The conversation as its producer knows it: what it holds replaces in place, what is new is appended, what it leaves
 * out goes, except activity and reasoning, unless it holds some of that role itself
 * (https://docs.ag-ui.com/spec/1.1/events/state).
 */
export function reconcile(
  messages: Messages,
  snapshot: ChatEvent<'MESSAGES_SNAPSHOT'>['messages'],
  account: Account,
): Messages {
  const before = messages.list;
  // Whoever is in it or not: the list is made anew, and what finds the messages by their ids.
  account.work(8 * before.length);
  const told = restatedIn(snapshot, before, steps => account.work(steps));
  const restated = new Map(told.map(message => [message.id, message]));
  const roles = new Set(told.map(({ role }) => role));
  const kept = before.flatMap(message => {
    const replacement = restated.get(message.id);
    if (replacement) {
      restated.delete(message.id);
      return [replacement];
    }
    return !isSpoken(message) && !roles.has(message.role) ? [message] : [];
  });
  return Transcript.of([...kept, ...restated.values()]);
}

/** Neither activities nor reasoning, which a snapshot need not restate. */
export const isSpoken = ({ role }: Pick<Message, 'role'>): boolean =>
  role !== 'activity' && role !== 'reasoning';

/**
 * The messages of a snapshot; what it says to be held is taken from where it is.
 * @param pay - told how many messages come of it, before they do: a few words can say all of them again and again. As
 *   many of what the agent said as of what is kept of that
 */
export function restatedIn(
  snapshot: ChatEvent<'MESSAGES_SNAPSHOT'>['messages'],
  messages: readonly Message[],
  pay: (steps: number) => void = () => undefined,
): Message[] {
  const spoken = messages.filter(isSpoken);
  const at = new Map(spoken.map(({ id }, index) => [id, index]));
  const held = new Map(messages.map(message => [message.id, message]));
  return snapshot.flatMap((message): readonly Message[] => {
    if (message.role !== 'held') {
      pay(1);
      return [message as Message];
    }
    const { from, id } = message;
    if (from === undefined) {
      pay(1);
      return [held.get(id) ?? []].flat();
    }
    const [first, last] = [at.get(from), at.get(id)];
    if (first === undefined || last === undefined || last < first) return [];
    pay(last - first + 1);
    return spoken.slice(first, last + 1);
  });
}
