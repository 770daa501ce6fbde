import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from '../state/store.ts';
import { matches, parseRules, type FaultAnswer, type FaultRule } from './rule.ts';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Which call fails, how and how often; kept in the store. */
export interface Faults {
  /** The rules that are still in force. */
  list(): FaultRule[];
  /** Replaces all rules. @throws with a sentence when they are no rules */
  set(rules: unknown): void;
  /** A room's listener that fails as the rules say; the first rule that matches decides. */
  wrap(room: string, listener: Listener): Listener;
}

export function createFaults(store: Store): Faults {
  const kept = store.collection<FaultRule[]>('faults');
  const list = () => kept.get('rules') ?? [];

  /** The answer of the first rule that matches, with one of its times used up. */
  function take(room: string, request: IncomingMessage): FaultAnswer | undefined {
    const rules = list();
    const rule = rules.find(one => matches(one, room, request));
    if (rule?.times !== undefined) {
      const left = rules.map(one => (one === rule ? { ...one, times: rule.times! - 1 } : one));
      kept.put(
        'rules',
        left.filter(one => one.times !== 0),
      );
    }
    return rule?.answer;
  }

  return {
    list,
    set: rules => kept.put('rules', parseRules(rules)),
    wrap: (room, listener) => (request, response) => {
      const fault = take(room, request);
      if (!fault) listener(request, response);
      else if ('reset' in fault) request.socket.destroy();
      else if ('delayMs' in fault) setTimeout(() => listener(request, response), fault.delayMs);
      else fail(room, fault, request, response);
    },
  };
}

function fail(
  room: string,
  {
    status,
    code = 'InternalServerError',
    message = 'The sandbox was told to fail.',
    retryAfter,
  }: Extract<FaultAnswer, { status: number }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  // A cluster words an error as a Status, everybody else here as Azure does.
  const body =
    room === 'cluster'
      ? {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message,
          reason: code,
          code: status,
        }
      : { error: { code, message } };
  request.resume();
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
