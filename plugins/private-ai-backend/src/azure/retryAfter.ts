/** Seconds that a Retry-After header asks to wait, given in seconds or as a date; undefined where it says nothing. */
export function secondsOf(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const given = Number(header);
  if (Number.isFinite(given)) return Math.max(0, given);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}
