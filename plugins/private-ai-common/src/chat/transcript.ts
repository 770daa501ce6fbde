import type { Message } from './event';
import { PersistentMap } from './persistentMap';

interface Tables {
  at: PersistentMap<number, Message>;
  /** Of an id that several have, the last one's. */
  positions: PersistentMap<string, number>;
  /** Where each call was hung last. */
  callers: PersistentMap<string, number>;
}

/**
 * The messages of a chat, in order, found by their ids and by the calls that they hold. Never changes; a change makes
 * another one and costs no copy of the list, which is made when somebody asks for it, once.
 */
export class Transcript {
  /** Whose list it was: a stream that goes on with it takes over the tables. */
  static readonly #of = new WeakMap<readonly Message[], Transcript>();

  #tables?: Tables;
  #list?: readonly Message[];

  private constructor(tables?: Tables, list?: readonly Message[]) {
    this.#tables = tables;
    this.#list = list;
  }

  static of(messages: readonly Message[]): Transcript {
    const before = Transcript.#of.get(messages);
    const made = new Transcript(before && before.#tables, messages);
    // Of a conversation only the newest answer needs them; should another go on with it once more, they are made anew.
    if (before) before.#tables = undefined;
    Transcript.#of.set(messages, made);
    return made;
  }

  get length(): number {
    return this.#held.at.size;
  }

  get list(): readonly Message[] {
    if (!this.#list) {
      const { at } = this.#held;
      this.#list = Array.from({ length: at.size }, (_, position) => at.get(position)!);
      Transcript.#of.set(this.#list, this);
    }
    return this.#list;
  }

  at(position: number): Message | undefined {
    return this.#held.at.get(position);
  }

  /** -1 where nothing has the id. */
  positionOf(id: string): number {
    return this.#held.positions.get(id) ?? -1;
  }

  /** Where the message stands that holds a call; -1 where none does. */
  holderOf(toolCallId: string): number {
    const position = this.#held.callers.get(toolCallId);
    if (position === undefined) return -1;
    // A message may have been replaced by one without it.
    return callsOf(this.at(position)).some(({ id }) => id === toolCallId) ? position : -1;
  }

  /**
   * With another message in one's place, which has the same id.
   * @param call - one that the message did not hold before
   */
  with(position: number, message: Message, call?: { id: string }): Transcript {
    const { at, positions, callers } = this.#held;
    return new Transcript({
      at: at.with(position, message),
      positions,
      callers: call ? callers.with(call.id, position) : callers,
    });
  }

  plus(message: Message): Transcript {
    const { at, positions, callers } = this.#held;
    const position = at.size;
    return new Transcript({
      at: at.with(position, message),
      positions: positions.with(message.id, position),
      callers: callsOf(message).reduce((all, { id }) => all.with(id, position), callers),
    });
  }

  get #held(): Tables {
    this.#tables ??= tablesOf(this.#list!);
    return this.#tables;
  }
}

function tablesOf(messages: readonly Message[]): Tables {
  return {
    at: PersistentMap.of(messages.entries()),
    positions: PersistentMap.of(messages.map(({ id }, position) => [id, position] as const)),
    callers: PersistentMap.of(
      messages.flatMap((message, position) =>
        callsOf(message).map(({ id }) => [id, position] as const),
      ),
    ),
  };
}

const callsOf = (message: Message | undefined) =>
  (message?.role === 'assistant' && message.toolCalls) || [];
