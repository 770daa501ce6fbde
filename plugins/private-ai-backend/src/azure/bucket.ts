/** How fast one kind of request is let through: `size` at once, then `perSecond`. */
export interface Rate {
  size: number;
  perSecond: number;
  /**
   * Part of it that is not spent; a fiftieth when left out: requests wait on the way for different times, so that Azure may count two
   * of them closer together than they were sent.
   */
  reserve?: number;
}

/** What is left to spend. Times are milliseconds since 1970. */
export interface Bucket {
  tokens: number;
  at: number;
  /** Nothing goes before. */
  heldUntil: number;
  /** Of the rate, what is ours: less after a refusal, because somebody else spends too. */
  share: number;
}

const usualReserve = 0.02;
const leastShare = 1 / 8;
/** Of the whole rate, what comes back in a second. */
const shareBackPerSecond = 1 / 60;

/** What of it may be spent. */
const usable = ({ size, reserve = usualReserve }: Rate) => size * (1 - reserve);

export const fullBucket = (rate: Rate, now: number): Bucket => ({
  tokens: usable(rate),
  at: now,
  heldUntil: 0,
  share: 1,
});

/** The bucket as it is now. */
export function refilled(bucket: Bucket, rate: Rate, now: number): Bucket {
  const seconds = Math.max(0, now - bucket.at) / 1000;
  const tokens = bucket.tokens + seconds * rate.perSecond * bucket.share;
  return {
    ...bucket,
    at: now,
    tokens: Math.min(tokens, usable(rate)),
    share: Math.min(1, bucket.share + seconds * shareBackPerSecond),
  };
}

/** Milliseconds until the next request may go that leaves so many; 0 means now. */
export function waitMs(bucket: Bucket, rate: Rate, now: number, leaves = 0): number {
  const { tokens, share, heldUntil } = refilled(bucket, rate, now);
  const lacks = 1 + leaves - tokens;
  const empty = lacks <= 0 ? 0 : Math.ceil((lacks / (rate.perSecond * share)) * 1000);
  return Math.max(0, heldUntil - now, empty);
}

export function taken(bucket: Bucket, rate: Rate, now: number): Bucket {
  const { tokens, ...rest } = refilled(bucket, rate, now);
  return { ...rest, tokens: tokens - 1 };
}

/** After Azure said how many are left: another replica spends from the same bucket. */
export function reported(bucket: Bucket, rate: Rate, remaining: number): Bucket {
  return { ...bucket, tokens: Math.min(bucket.tokens, remaining - (rate.size - usable(rate))) };
}

/** After Azure refused one for being too many. Several refusals of one moment count once. */
export function throttled(bucket: Bucket, rate: Rate, now: number, waitsMs: number): Bucket {
  const { share, ...rest } = refilled(bucket, rate, now);
  const halved = now < bucket.heldUntil ? share : Math.max(leastShare, share / 2);
  return {
    ...rest,
    tokens: Math.min(rest.tokens, 0),
    share: halved,
    heldUntil: Math.max(bucket.heldUntil, now + waitsMs),
  };
}

/** 0 when the bucket is full, 1 when nothing is left. */
export function shortage(bucket: Bucket, rate: Rate, now: number): number {
  const { tokens } = refilled(bucket, rate, now);
  return Math.min(1, Math.max(0, 1 - tokens / usable(rate)));
}
