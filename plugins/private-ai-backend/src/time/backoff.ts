/** Milliseconds that a resource may wait and repeat without anything moving: Service Connector's first run takes ten minutes. */
export const stillMs = 30 * 60_000;
/** Milliseconds for one resource in all, however much moves: Azure ends its own operations within that. */
export const longestMs = 2 * 60 * 60_000;

const firstMs = 500;
const leastMs = 100;
const fullMs = 30_000;

/**
 * Milliseconds before try number `attempt` (the first repeat is 1) of something that failed: anywhere up to a bound that
 * doubles (full jitter), so that many operations do not come back at the same moment. What Azure asked for is the least.
 */
export function backoffMs(attempt: number, random: number, retryAfterSeconds?: number): number {
  const bound = Math.min(fullMs, firstMs * 2 ** (attempt - 1));
  if (retryAfterSeconds) return retryAfterSeconds * 1000 + firstMs * random;
  return Math.max(leastMs, bound * random);
}

const firstLookMs = 250;
const laterLookMs = 15_000;

/**
 * Milliseconds before the next look at something that is only not known everywhere yet, or still at work: a part of what
 * it has taken so far, so that nothing waits much longer than it has to.
 */
export function lookAgainMs(waitedMs: number, random: number): number {
  const base = Math.min(laterLookMs, Math.max(firstLookMs, waitedMs / 5));
  return base * (0.9 + 0.2 * random);
}

/** An error that says of itself that another try may help. */
export function isTransient(error: unknown): error is TransientError {
  return error instanceof Error && (error as { transient?: boolean }).transient === true;
}

export type TransientError = Error & { status?: number; retryAfterSeconds?: number };

/** Azure understood, and does not know everywhere yet what it has just been told: no sign of overload. */
export const isEarly = ({ status }: TransientError) =>
  status === 400 || status === 404 || status === 409;
