import { budget } from './budget';
import { ProtocolViolation } from './violation';

const things = {
  events: 'events',
  items: 'messages, calls, results, activities, steps and subagents',
  open: 'items open at once',
  lanes: 'streams of chunks at once',
  subagents: 'subagents',
  interrupts: 'questions at its end',
  parts: 'calls or parts in one message',
  metadata: 'keys of metadata in one message',
  fields: 'fields in one object of the protocol',
  depth: 'levels of nesting',
  operations: 'operations in one patch',
  state: 'characters of state',
  activities: 'characters of activities',
  eventWork: 'steps of work for one event',
  work: 'steps of work beyond its own size',
} as const;

/** To be thrown where a limit is met. */
export function overBudget(limit: keyof typeof things): ProtocolViolation {
  const most = budget[limit].toLocaleString('en');
  return new ProtocolViolation(
    'over-budget',
    `An answer may have ${most} ${things[limit]}, and this one has more.`,
  );
}

/** What an answer has used so far. */
export interface Spent {
  readonly events: number;
  readonly items: number;
  readonly work: number;
  readonly activities: number;
}

export const nothingSpent: Spent = { events: 0, items: 0, work: 0, activities: 0 };

/** Keeps the books while one event is applied. Each method throws a ProtocolViolation where a limit is met. */
export class Account {
  #spent: Spent;
  readonly #workBefore: number;

  constructor(spent: Spent) {
    this.#spent = spent;
    this.#workBefore = spent.work;
  }

  get spent(): Spent {
    return this.#spent;
  }

  /** @param needed - taken even past the limit */
  events(count: number, needed: boolean): void {
    const events = this.#spent.events + count;
    if (events > budget.events && !needed) throw overBudget('events');
    this.#spent = { ...this.#spent, events };
  }

  items(begun: number): void {
    if (begun <= 0) return;
    const items = this.#spent.items + begun;
    if (items > budget.items) throw overBudget('items');
    this.#spent = { ...this.#spent, items };
  }

  /** For whoever walks or copies what earlier events have made. */
  work(steps: number): void {
    const work = this.#spent.work + steps;
    if (work - this.#workBefore > budget.eventWork) throw overBudget('eventWork');
    if (work > budget.work) throw overBudget('work');
    this.#spent = { ...this.#spent, work };
  }

  /** @param grew - characters that the answer's activities have become longer by */
  activities(grew: number): void {
    const activities = this.#spent.activities + grew;
    if (grew > 0 && activities > budget.activities) throw overBudget('activities');
    this.#spent = { ...this.#spent, activities };
  }
}

/** Above this many keys an object is a table to a machine, and each entry costs ten times as much. */
const wide = 128;

/** Steps that it costs to copy, or to walk over, what a list or an object holds itself. */
export function stepsOf(holder: object): number {
  if (Array.isArray(holder)) return Math.ceil(holder.length / 16);
  const width = Object.keys(holder).length;
  return width > wide ? width * 10 : width;
}

/** @throws ProtocolViolation where values lie deeper in each other than {@link budget.depth} */
export function checkDepth(value: object, left: number = budget.depth): void {
  if (left === 0) throw overBudget('depth');
  const check = (one: unknown) => {
    if (typeof one === 'object' && one !== null) checkDepth(one, left - 1);
  };
  if (Array.isArray(value)) value.forEach(check);
  else for (const key in value) check((value as Record<string, unknown>)[key]);
}
