import type { RunState } from '@private-ai/plugin-private-ai-common';

/** Told of a run that has ended with a question of the agent's. */
export type Waits = (run: {
  runId: string;
  entityRef: string;
  userRef: string;
  /** Of a preview of the application. */
  previews?: boolean;
}) => Promise<void>;

/** Who reads which run in this process: where nobody does, the person hears otherwise that the agent waits. */
export class Unread {
  readonly #readers = new Map<string, number>();
  readonly #waits: Waits | undefined;

  constructor(waits?: Waits) {
    this.#waits = waits;
  }

  /** @returns what is called when the reader has left */
  reads(runId: string): () => void {
    this.#readers.set(runId, (this.#readers.get(runId) ?? 0) + 1);
    return () => {
      const left = (this.#readers.get(runId) ?? 1) - 1;
      if (left > 0) this.#readers.set(runId, left);
      else this.#readers.delete(runId);
    };
  }

  /** @returns what is told how the run has ended, before its readers are let go */
  concluding(run: Parameters<Waits>[0]): (state: RunState) => void {
    return state => {
      if (state === 'waiting' && !this.#readers.has(run.runId)) void this.#waits?.(run);
    };
  }
}
