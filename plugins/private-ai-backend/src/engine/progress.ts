import type { Clock } from '../time/clock';

/** Longest silence in the log while something is going on, in milliseconds. */
const silenceMs = 15_000;

export type Log = (message: string, level?: 'info' | 'warn' | 'error') => void;

/** What is going on, told whenever it changes and at least every 20 s. */
export class Progress {
  readonly #working = new Map<string, { activity: string; since: number }>();
  readonly #stop = new AbortController();
  readonly #heartbeat: Promise<void>;

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
  ) {
    this.#heartbeat = this.#repeat().catch(() => {});
  }

  begin(title: string): void {
    this.#working.set(title, { activity: 'reading', since: this.clock.now() });
  }

  says(title: string, activity: string): void {
    const working = this.#working.get(title);
    // What an abort has left behind may still end; nobody listens any more.
    if (!working || working.activity === activity || this.#stop.signal.aborted) return;
    working.activity = activity;
    this.log(`${title}: ${activity}`);
  }

  /** Ends with its last line, if there is one; `took` is in seconds. */
  end(title: string, line?: (took: number) => string): void {
    const since = this.#working.get(title)?.since ?? this.clock.now();
    this.#working.delete(title);
    if (line && !this.#stop.signal.aborted) this.log(`${title}: ${line(this.#seconds(since))}`);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#heartbeat;
  }

  async #repeat(): Promise<void> {
    for (;;) {
      await this.clock.sleep(silenceMs, this.#stop.signal);
      for (const [title, { activity, since }] of this.#working)
        this.log(`${title}: ${activity}, ${this.#seconds(since)} s so far`);
    }
  }

  #seconds(since: number): number {
    return Math.round((this.clock.now() - since) / 1000);
  }
}
