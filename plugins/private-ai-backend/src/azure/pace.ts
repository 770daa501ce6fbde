import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { FewAtOnce } from '../time/fewAtOnce';
import { systemClock, type Clock } from '../time/clock';
import { isOfOperation } from './asOperation';
import { fullBucket, type Rate } from './bucket';
import { Lane } from './lane';
import { secondsOf } from './retryAfter';

/** Azure counts these apart. */
export type RequestKind = 'reads' | 'writes' | 'deletes';

/** What Azure allows one principal in one subscription (Microsoft, "Understand how Azure Resource Manager throttles requests"). */
const azureRates: Record<RequestKind, Rate> = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
};

/** Longest time that a refusal holds up the requests behind it, so that none hangs unseen for an hour. */
const longestHoldMs = 60_000;

interface PacedRequest {
  method: string;
  url: string;
}

interface PacedAnswer {
  status: number;
  headers: { get(name: string): string | undefined };
  bodyAsText?: string | null;
}

/** Keeps the requests of one identity within what Azure allows, so that they wait here instead of being refused there. */
export interface Pace {
  /**
   * Resolves when the request may be sent: those of operations before those of pages, each in the order of asking.
   * @throws AbortError
   */
  turn(request: PacedRequest, signal?: AbortSignal): Promise<void>;
  /** What the answer says about how much is left. */
  heard(request: PacedRequest, answer: PacedAnswer): void;
  /** How short reads are in a subscription: 0 not at all, 1 none is left. */
  readsShort(subscriptionId: string): number;
}

export function createPace({
  rates = azureRates,
  clock = systemClock,
}: { rates?: Record<RequestKind, Rate>; clock?: Clock } = {}): Pace {
  const lanes = new Map<string, Lane>();
  /** Until when a resource provider wants to be left alone. */
  const providersHeldUntil = new Map<string, number>();

  function lane(subscription: string, kind: RequestKind): Lane {
    const key = `${subscription} ${kind}`.toLowerCase();
    const found = lanes.get(key);
    if (found) return found;
    const made = new Lane(rates[kind], clock, fullBucket(rates[kind], clock.now()));
    lanes.set(key, made);
    return made;
  }

  return {
    async turn(request, signal) {
      const provider = providerOf(request);
      for (;;) {
        const wait = (providersHeldUntil.get(provider) ?? 0) - clock.now();
        if (wait <= 0) break;
        await clock.sleep(wait, signal ?? new AbortController().signal).catch(() => {
          throw new DOMException('Aborted while it waited for its turn.', 'AbortError');
        });
      }
      const who = isOfOperation() ? 'operations' : 'pages';
      await lane(subscriptionOf(request), kindOf(request)).turn(who, signal);
    },

    heard(request, { status, headers, bodyAsText }) {
      const kind = kindOf(request);
      const said = headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`);
      const remaining = said === undefined ? undefined : Number(said);
      const of = lane(subscriptionOf(request), kind);
      if (remaining !== undefined && Number.isFinite(remaining)) of.reported(remaining);
      // The network provider says 429 of one resource that another operation holds, too.
      if (status !== 429 || bodyAsText?.includes('AnotherOperation')) return;
      const waits = Math.min(longestHoldMs, 1000 * (secondsOf(headers.get('retry-after')) ?? 1));
      // With requests left in the subscription, it is the resource provider's own limit.
      if (remaining && remaining > 0) {
        providersHeldUntil.set(providerOf(request), clock.now() + waits);
      } else {
        of.throttled(waits);
      }
    },

    readsShort: subscriptionId => lane(subscriptionId, 'reads').shortage(),
  };
}

const paces = new Map<string, Pace>();

/** The one pace of an identity in this process, whoever its clients are. `identity`: endpoint, tenant and client id. */
export function paceOf(identity: string): Pace {
  const found = paces.get(identity) ?? createPace();
  paces.set(identity, found);
  return found;
}

/** Requests of one client that are on the way to Azure at the same time: a full bucket would open a connection for each. */
const mostAtOnce = 100;

/** Stands inside what repeats a request, so that a repetition waits for its turn too. */
export function pacing(pace: Pace): PipelinePolicy {
  const few = new FewAtOnce(mostAtOnce);
  return {
    name: 'privateAiPace',
    async sendRequest(request, next) {
      // The pipeline has made a real one of whatever signal the caller had.
      const signal = request.abortSignal as AbortSignal | undefined;
      await pace.turn(request, signal);
      const response = await few.run(() => next(request), signal);
      pace.heard(request, response);
      return response;
    },
  };
}

const kindOf = ({ method }: PacedRequest): RequestKind => {
  if (method === 'DELETE') return 'deletes';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'writes';
};

const subscriptionOf = ({ url }: PacedRequest) => /\/subscriptions\/([^/?]+)/i.exec(url)?.[1] ?? '';

/** Provider and kind: a provider that takes no more writes may still be read. */
const providerOf = (request: PacedRequest) => {
  const [, provider = ''] = /.*\/providers\/([^/?]+)/i.exec(request.url.split('?')[0]) ?? [];
  return `${subscriptionOf(request)} ${provider} ${kindOf(request)}`.toLowerCase();
};
