/** A refusal as Azure OpenAI words it. */
export class ModelError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, headers: Record<string, string>) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const modelError = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
) => new ModelError(status, code, message, headers);
