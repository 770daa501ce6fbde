import { AzureError } from '../azure/errors';
import { refusalOf } from '../azure/refusals';
import { isTransient } from '../time/backoff';
import type { Step } from './resource';

/** Where the token of a resource's long-running operation is kept, so that another process can go on with it. */
export interface Token {
  get(): Promise<string | undefined>;
  set(value: string | undefined): Promise<void>;
}

/** The long-running operations of one resource: one at a time, gone on with after a restart or a failed look at it. */
export class LongRunning {
  #kept: string | undefined;
  #resumed = false;
  #failure: unknown;

  private constructor(
    private readonly token: Token,
    private readonly signal: AbortSignal,
  ) {}

  static async of(token: Token, signal: AbortSignal): Promise<LongRunning> {
    const operation = new LongRunning(token, signal);
    operation.#kept = await token.get();
    return operation;
  }

  /** There is one to go on with. */
  get pending(): boolean {
    return this.#kept !== undefined;
  }

  /** Starts one, or goes on with the pending one, and waits for its end. */
  async run<T>(work: (poller: Step['poller']) => Promise<T>): Promise<T> {
    const resumeFrom = this.#kept;
    this.#resumed = resumeFrom !== undefined;
    const poller = {
      resumeFrom,
      onPoller: async (value: string) => {
        await this.token.set(value);
        this.#kept = value;
      },
    };
    try {
      const answer = await work(poller);
      await this.#forget();
      return answer;
    } catch (error) {
      // Cut off, the token is for the next run.
      if (this.signal.aborted || (error as Error).name === 'AbortError') throw error;
      if (hasEnded(error)) this.#failure = error;
      // After a failed look it is good for one more; then a read shows how far it is.
      if (this.#resumed || !isTransient(error) || hasEnded(error) || isGone(error))
        await this.#forget();
      throw error;
    }
  }

  /** It ended, and in failure. */
  hasFailedWith(error: unknown): error is AzureError {
    return this.#failure !== undefined && error === this.#failure;
  }

  /** What was asked about is not known any more: Azure forgets the address of an operation after a while. */
  isForgotten(error: unknown): boolean {
    const { status } = error as { status?: number };
    return isGone(error) || (this.#resumed && (status === 404 || status === 410));
  }

  async #forget(): Promise<void> {
    if (this.#kept === undefined) return;
    this.#kept = undefined;
    await this.token.set(undefined);
  }
}

/** As opposed to an answer that refuses, or none. */
const hasEnded = (error: unknown): error is AzureError =>
  error instanceof AzureError && error.status === undefined && !unanswered.test(error.code);

/** Where nothing but another state of things can help. */
export const isFinal = (error: AzureError): boolean =>
  refusalOf(error, error.resource)?.final === true;

const isGone = (error: unknown) => error instanceof AzureError && error.code === 'OperationGone';

/** Codes of errors without an answer: the network's, a sign-in that failed, an operation that nobody knows any more. */
const unanswered =
  /^(E[A-Z_]+|REQUEST_SEND_ERROR|UND_ERR_\w+|\w*(CERT|SIGNATURE)\w*|SignInFailed|OperationGone|Unknown)$/;
