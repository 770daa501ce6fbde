import { Ajv } from 'ajv';

/** What fails next: requests that match, `times` times (without it until the rules change). */
export interface FaultRule {
  match: {
    /** `arm`, `cluster`, … : the name that a room is wrapped under. */
    room: string;
    method?: string;
    /** A regular expression over path and query. */
    path?: string;
  };
  times?: number;
  answer: FaultAnswer;
}

export type FaultAnswer =
  | {
      status: number;
      /** The error's code in the body; `InternalServerError` when left out. */
      code?: string;
      message?: string;
      /** Seconds. */
      retryAfter?: number;
    }
  /** The connection breaks without an answer. */
  | { reset: true }
  /** The request goes through, later. */
  | { delayMs: number };

const check = new Ajv().compile<FaultRule[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['match', 'answer'],
    additionalProperties: false,
    properties: {
      match: {
        type: 'object',
        required: ['room'],
        additionalProperties: false,
        properties: {
          room: { type: 'string' },
          method: { type: 'string' },
          path: { type: 'string' },
        },
      },
      times: { type: 'integer', minimum: 1 },
      answer: {
        type: 'object',
        anyOf: [
          {
            required: ['status'],
            additionalProperties: false,
            properties: {
              status: { type: 'integer', minimum: 400, maximum: 599 },
              code: { type: 'string' },
              message: { type: 'string' },
              retryAfter: { type: 'integer', minimum: 0 },
            },
          },
          {
            required: ['reset'],
            additionalProperties: false,
            properties: { reset: { const: true } },
          },
          {
            required: ['delayMs'],
            additionalProperties: false,
            properties: { delayMs: { type: 'integer', minimum: 0, maximum: 600_000 } },
          },
        ],
      },
    },
  },
});

/** @throws with the place that is wrong */
export function parseRules(value: unknown): FaultRule[] {
  if (!check(value)) {
    const [{ instancePath, message }] = check.errors ?? [{ instancePath: '', message: 'is wrong' }];
    throw new Error(`The rules of faults are refused: ${instancePath || 'they'} ${message}.`);
  }
  for (const { match } of value) {
    try {
      new RegExp(match.path ?? '');
    } catch (cause) {
      throw new Error(`The rules of faults are refused: ${(cause as Error).message}.`, { cause });
    }
  }
  return value;
}

/** Whether a request meets a rule. */
export function matches(
  { match }: FaultRule,
  room: string,
  request: { method?: string; url?: string },
): boolean {
  return (
    match.room === room &&
    (!match.method || match.method.toUpperCase() === request.method) &&
    (!match.path || new RegExp(match.path).test(request.url ?? ''))
  );
}
