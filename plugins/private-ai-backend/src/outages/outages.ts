import { say, type Outage } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

import { systemClock, type Clock } from '../time/clock';
import { inTime } from '../time/inTime';
import { isRefusal } from './away';

type System = Outage['system'];

/** Milliseconds that one system may take to answer. */
export const patience = 8000;
/** Characters of what was said that are passed on. */
const longestDetail = 400;

/** Since when systems have been away, as this process has noticed: a few for each landing zone. */
export class Noticed {
  readonly #since = new Map<string, number>();

  readonly #clock: Pick<Clock, 'now'>;

  constructor(clock: Pick<Clock, 'now'> = systemClock) {
    this.#clock = clock;
  }

  /** Notes whether a system answered; since when it does not. */
  note(zone: string, system: System, answers: boolean): number {
    const key = `${zone} ${system}`;
    const since = this.#since.get(key) ?? this.#clock.now();
    if (answers) this.#since.delete(key);
    else this.#since.set(key, since);
    return since;
  }
}

/** The questions of one answer to the systems of one landing zone. Make one for each. */
export class Asking {
  readonly #zone: LandingZone;

  readonly #noticed: Noticed;

  readonly #failures = new Map<System, { detail: string; refuses: boolean }>();

  readonly #asked = new Set<System>();

  constructor(zone: LandingZone, noticed: Noticed) {
    this.#zone = zone;
    this.#noticed = noticed;
  }

  /** Undefined where the system gives no answer: then it is among the outages, once, whatever else it was asked. */
  async ask<T>(
    system: System,
    question: (signal: AbortSignal) => Promise<T>,
  ): Promise<{ found: T } | undefined> {
    this.#asked.add(system);
    try {
      return { found: await inTime(named[system](this.#zone), patience, question) };
    } catch (error) {
      this.fails(system, error as Error);
      return undefined;
    }
  }

  /** What somebody else asked, and of that what was asked in vain. */
  noted(systems: readonly System[], away: readonly { system: System; said: string }[]): void {
    for (const system of systems) this.#asked.add(system);
    for (const { system, said } of away) this.#fails(system, said, false);
  }

  /** What somebody else asked in vain. */
  fails(system: System, error: Error): void {
    this.#fails(system, error.message, isRefusal(error));
  }

  #fails(system: System, detail: string, refuses: boolean): void {
    this.#asked.add(system);
    if (!this.#failures.has(system)) this.#failures.set(system, { detail, refuses });
  }

  /** Whether it has refused so far: what else it refuses is no news. */
  refuses(system: System): boolean {
    return this.#failures.get(system)?.refuses ?? false;
  }

  /** What was away, each once. Ask when all has been asked. */
  outages(): Outage[] {
    return [...this.#asked].flatMap((system): Outage[] => {
      const failure = this.#failures.get(system);
      const since = this.#noticed.note(this.#zone.name, system, !failure);
      if (!failure) return [];
      const { refuses } = failure;
      const zone = this.#zone.title;
      return [
        {
          ...{ system, zone },
          ...(refuses && { refuses }),
          since: new Date(since).toISOString(),
          sentence: say(`outage-${system}-${refuses ? 'refuses' : 'away'}`, { zone }),
          detail: failure.detail.slice(0, longestDetail),
        },
      ];
    });
  }
}

const named: Record<System, (zone: LandingZone) => string> = {
  azure: () => 'Azure Resource Manager',
  cluster: ({ title }) => `The cluster of ${title}`,
  prometheus: ({ title }) => `Prometheus of ${title}`,
};
