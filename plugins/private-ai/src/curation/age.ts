const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/**
 * How long something exists, in its largest whole unit: `3 days`, `3일`.
 *
 * @param since - ISO 8601.
 * @param now - milliseconds since 1970.
 */
export function age(since: string, now: number, language: string): string {
  const seconds = Math.max(0, (now - Date.parse(since)) / 1000);
  const [unit, length] = units.find(([, one]) => seconds >= one) ?? (['minute', 60] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.floor(seconds / length),
  );
}
