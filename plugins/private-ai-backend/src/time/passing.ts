import { ServiceUnavailableError } from '@backstage/errors';

/** Somebody has no answer at the moment, and may have one at another try: work that can wait waits for it. */
export class PassingError extends ServiceUnavailableError {
  readonly transient = true;
  readonly status?: number;
  readonly retryAfterSeconds?: number;

  constructor(message: string, said: { status?: number; retryAfterSeconds?: number } = {}) {
    super(message);
    Object.assign(this, said);
  }
}
