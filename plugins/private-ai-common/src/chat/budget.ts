/**
 * What one answer of an agent may cost those who fold it: the portal's own process, and the page. No honest agent comes
 * near; one that goes over it is refused (`over-budget`), with the limit in the sentence.
 */
export const budget = {
  /** Events. An answer of 128,000 tokens has no more, one for each. */
  events: 200_000,
  /** What begins: messages, calls and their results, activities, steps, spans of reasoning, subagents. */
  items: 10_000,
  /** Items that are open at once. */
  open: 1_000,
  /** Streams of chunks at once, of which each subagent has one. */
  lanes: 100,
  /** Subagents of a run. */
  subagents: 1_000,
  /** Questions with which a run pauses. */
  interrupts: 100,
  /** Calls, or parts, of one message. */
  parts: 500,
  /** Keys of the metadata of one message or call. */
  metadata: 200,
  /** Fields of one of the protocol's own objects, those included that it does not describe. */
  fields: 1_000,
  /** How deep values lie in each other, in an event, the state and an activity. */
  depth: 100,
  /** Operations of one patch. */
  operations: 1_000,
  /** Characters of the agent's state as JSON, what escapes and long numbers add left out. */
  state: 1024 * 1024,
  /** Characters of the answer's activities, counted likewise. */
  activities: 4 * 1024 * 1024,
  /** Steps of one event beyond its own size: entries that it copies, compares or measures of what was there before. */
  eventWork: 1_000_000,
  /** The same of a whole answer: about a second. */
  work: 20_000_000,
  /** Warnings that are kept; of those that follow only the number. */
  warnings: 100,
  /** Characters of a warning, and of a violation's sentence: ids and keys in them are the agent's. */
  sentence: 500,
} as const;

/** A sentence for a person, however much of it is the agent's. */
export const shortened = (sentence: string) =>
  sentence.length > budget.sentence ? `${sentence.slice(0, budget.sentence)}…` : sentence;
