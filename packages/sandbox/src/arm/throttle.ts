import type { Store } from '../state/store.ts';
import { ArmError } from './errors.ts';

type Kind = 'reads' | 'writes' | 'deletes';

/** A token bucket: how many calls at once, and how many tokens come back each second. */
interface Bucket {
  burst: number;
  perSecond: number;
}
export type ThrottleSettings = { enabled: boolean } & Record<Kind, Bucket>;

// Microsoft's page "Understand how Azure Resource Manager throttles requests": for each subscription, service principal
// and kind of operation. Not modelled: 15 times as much for all principals of a subscription together.
const asAzure: ThrottleSettings = {
  enabled: true,
  reads: { burst: 250, perSecond: 25 },
  writes: { burst: 200, perSecond: 10 },
  deletes: { burst: 200, perSecond: 10 },
};

/** Azure Resource Manager's throttling; the settings are kept in the store, the buckets are full after a start. */
export class Throttle {
  readonly #kept;
  #settings: ThrottleSettings;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(store: Store) {
    this.#kept = store.collection<ThrottleSettings>('arm-throttle');
    this.#settings = this.#kept.get('settings') ?? asAzure;
  }

  get settings(): ThrottleSettings {
    return this.#settings;
  }

  /** Changes what is given, and fills every bucket. @throws with a sentence when a value is no bucket */
  change(asked: Partial<ThrottleSettings>): void {
    const { enabled, reads, writes, deletes } = { ...this.#settings, ...asked };
    if (typeof enabled !== 'boolean') throw new Error('The throttle takes enabled: true or false.');
    for (const [kind, bucket] of Object.entries({ reads, writes, deletes })) {
      if (!(bucket?.burst >= 1 && bucket.perSecond > 0))
        throw new Error(`The throttle's ${kind} take {burst: 1 or more, perSecond: above 0}.`);
    }
    this.#settings = { enabled, reads, writes, deletes };
    this.#kept.put('settings', this.#settings);
    this.#buckets.clear();
  }

  /**
   * Takes a token for a call.
   * @param now milliseconds
   * @returns the header that says how many are left; none while throttling is off
   * @throws ArmError 429 with Retry-After when there is none
   */
  take(
    call: { method: string; path: string; principal: string },
    now = Date.now(),
  ): Record<string, string> {
    if (!this.#settings.enabled) return {};
    const kind = kindOf(call.method);
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(call.path)?.[1].toLowerCase();
    const { burst, perSecond } = this.#settings[kind];
    const key = `${call.principal} ${subscription ?? ''} ${kind}`;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond);
    const left = tokens < 1 ? tokens : tokens - 1;
    this.#buckets.set(key, { tokens: left, at: now });
    const scope = subscription ? 'subscription' : 'tenant';
    const header = { [`x-ms-ratelimit-remaining-${scope}-${kind}`]: String(Math.floor(left)) };
    if (tokens >= 1) return header;
    const seconds = Math.ceil((1 - tokens) / perSecond);
    // The code as reported to MicrosoftDocs/azure-docs (issue 105248); the sentence's wording is unconfirmed.
    throw new ArmError(
      429,
      subscription ? 'SubscriptionRequestsThrottled' : 'TenantRequestsThrottled',
      `Number of '${kind.slice(0, -1)}' requests for ${scope} '${subscription ?? ''}' actor '${call.principal}' exceeded. Please try again after '${seconds}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information.`,
      { ...header, 'retry-after': String(seconds) },
    );
  }
}

/** A POST counts as a write (recorded for Service Connector's listConfigurations). */
function kindOf(method: string): Kind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}
