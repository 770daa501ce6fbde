/** An answer that is not a stream. */
export interface GitAnswer {
  status: number;
  headers?: Record<string, string>;
  /** JSON when it is an object, else as it is. */
  body?: object | string | Buffer;
}

/** A refusal as Gitea's API words it. */
export class GiteaError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const notFound = (what: string) =>
  new GiteaError(404, `The target couldn't be found: ${what}.`);
