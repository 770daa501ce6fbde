import { Ajv } from 'ajv';
import { requireRoom, type FaultRoom } from './rooms.ts';

/** What fails next: requests that match, `times` times (without it until the rules change). */
export interface FaultRule {
  /** For another rule to come `after`. */
  name?: string;
  match: {
    room: FaultRoom;
    method?: string;
    /** A regular expression over path and query, as they were sent; polls of operations have paths, too. */
    path?: string;
    /** Only polls of operations on a resource whose id matches this regular expression, in whatever letter case. */
    operationOf?: string;
    /** Only once the rule of this name has struck. */
    after?: string;
    /** So many that match go through first. */
    skip?: number;
  };
  times?: number;
  answer: FaultAnswer;
}

/** An error in the room's own words. */
export interface Refusal {
  status: number;
  /** The error's code in the body; `InternalServerError` when left out. */
  code?: string;
  message?: string;
  /** Seconds. */
  retryAfter?: number;
}

/** A fault of the connection or of the answer: any room has them, but for the last. */
export type WireFault =
  | Refusal
  /** The connection breaks without an answer: before the request took effect, or after. */
  | { reset: true | 'after' }
  /** No answer ever; the connection stays open until the client leaves. */
  | { hang: true | 'after' }
  /** The request goes through, later. */
  | { delayMs: number }
  /** Prometheus answers that it found nothing. */
  | { empty: true };

/** A fault of Resource Manager's own doing; a call that cannot have it (a role assignment has no state) goes through. */
export type ArmFault =
  /**
   * A GET of a resource answers what it was before its last write (404 if that created it, the resource if that deleted
   * it): the eventual consistency of Resource Manager's regional caches.
   */
  | { stale: true }
  /** A write or delete is accepted, its operation ends `Failed`, and the resource says so. */
  | { failsLater: { code: string; message: string } }
  /** The operation that a write or delete starts takes so many times as long, or so many milliseconds more. */
  | { slowly: { factor?: number; moreMs?: number } };

export type FaultAnswer = WireFault | ArmFault;

export const ofArm = (answer: FaultAnswer): answer is ArmFault =>
  'stale' in answer || 'failsLater' in answer || 'slowly' in answer;

const text = { type: 'string' };
const one = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});

const check = new Ajv().compile<FaultRule[]>({
  type: 'array',
  items: one(
    {
      name: text,
      match: one(
        {
          room: text,
          method: text,
          path: text,
          operationOf: text,
          after: text,
          skip: { type: 'integer', minimum: 0 },
        },
        ['room'],
      ),
      times: { type: 'integer', minimum: 1 },
      answer: {
        anyOf: [
          one(
            {
              status: { type: 'integer', minimum: 400, maximum: 599 },
              code: text,
              message: text,
              retryAfter: { type: 'integer', minimum: 0 },
            },
            ['status'],
          ),
          one({ reset: { enum: [true, 'after'] } }),
          one({ hang: { enum: [true, 'after'] } }),
          one({ delayMs: { type: 'integer', minimum: 0, maximum: 600_000 } }),
          one({ empty: { const: true } }),
          one({ stale: { const: true } }),
          one({ failsLater: one({ code: text, message: text }) }),
          one({
            slowly: {
              ...one(
                { factor: { type: 'number', minimum: 1 }, moreMs: { type: 'integer', minimum: 1 } },
                [],
              ),
              minProperties: 1,
            },
          }),
        ],
      },
    },
    ['match', 'answer'],
  ),
});

/** @throws with the place that is wrong */
export function parseRules(value: unknown): FaultRule[] {
  const refuse = (why: string, cause?: unknown) => {
    throw new Error(`The rules of faults are refused: ${why}.`, { cause });
  };
  if (!check(value)) {
    const [{ instancePath, message }] = check.errors ?? [{ instancePath: '', message: 'is wrong' }];
    return refuse(`${instancePath || 'they'} ${message}`);
  }
  for (const { match, answer } of value) {
    try {
      requireRoom(match.room);
    } catch (cause) {
      refuse((cause as Error).message.replace(/\.$/, ''), cause);
    }
    if (match.after !== undefined && !value.some(({ name }) => name === match.after))
      refuse(`no rule is called ${match.after}`);
    try {
      new RegExp(match.path ?? '');
      new RegExp(match.operationOf ?? '');
    } catch (cause) {
      refuse((cause as Error).message, cause);
    }
    if (match.operationOf !== undefined && match.room !== 'arm')
      refuse(`only the room arm has operations, not ${match.room}`);
    if ('empty' in answer && match.room !== 'prometheus')
      refuse(`only the room prometheus can answer empty, not ${match.room}`);
    if (ofArm(answer) && match.room !== 'arm')
      refuse(`only the room arm can answer ${Object.keys(answer)[0]}, not ${match.room}`);
  }
  return value;
}
