import type { ArmResource } from '../arm/resource.ts';
import { modelError } from './errors.ts';

const minute = 60_000;

/** Tokens of the last minute of each deployment, against what its capacity allows. */
export class Capacity {
  readonly #spent = new Map<string, { at: number; tokens: number }[]>();

  /** @throws ModelError 429 with Retry-After when the minute's tokens are used up */
  require(deployment: ArmResource, tokens: number, now: number): void {
    const limit = tokensPerMinute(deployment);
    const recent = this.#recent(deployment.id, now);
    const used = recent.reduce((sum, one) => sum + one.tokens, 0);
    if (used + tokens <= limit) return;
    const seconds = Math.max(1, Math.ceil(((recent[0]?.at ?? now) + minute - now) / 1000));
    throw modelError(
      429,
      'RateLimitReached',
      `Your requests to ${deployment.properties.model.name} for ${deployment.name} have exceeded the token rate limit of ${limit} tokens a minute of its current capacity. Please retry after ${seconds} seconds.`,
      {
        'retry-after': String(seconds),
        'x-ratelimit-limit-tokens': String(limit),
        'x-ratelimit-remaining-tokens': String(Math.max(0, limit - used)),
      },
    );
  }

  spend(deployment: ArmResource, tokens: number, now: number): void {
    this.#spent.set(deployment.id, [...this.#recent(deployment.id, now), { at: now, tokens }]);
  }

  #recent(id: string, now: number) {
    return (this.#spent.get(id) ?? []).filter(one => one.at > now - minute);
  }
}

function tokensPerMinute(deployment: ArmResource): number {
  const limits: { key: string; count: number }[] = deployment.properties.rateLimits ?? [];
  return limits.find(({ key }) => key === 'token')?.count ?? (deployment.sku?.capacity ?? 1) * 1000;
}

/** About what a tokenizer counts: four Latin letters a token, Korean and the like nearly one a character. */
export function tokensOf(text: string): number {
  const wide = text.match(/[\u1100-\u11ff\u3040-\u9fff\uac00-\ud7a3]/g)?.length ?? 0;
  return Math.ceil((text.length - wide) / 4 + wide * 0.8);
}
