/** How long a resource may take, all waiting and repeating included: Service Connector's first run takes ten minutes. */
export const budgetMs = 30 * 60_000;
const firstMs = 1000;
const longestMs = 30_000;

/**
 * Milliseconds to wait before try number `attempt` (the first repeat is 1): doubling up to half a minute, the second half
 * of it random, so that many operations do not come back at the same moment. What Azure asked for is the least.
 */
export function backoffMs(attempt: number, random: number, retryAfterSeconds = 0): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return Math.max(retryAfterSeconds * 1000, full / 2 + (full / 2) * random);
}

/** An error that says of itself that another try may help. */
export function isTransient(error: unknown): error is Error & { retryAfterSeconds?: number } {
  return error instanceof Error && (error as { transient?: boolean }).transient === true;
}
