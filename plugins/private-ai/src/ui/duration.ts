/** A duration in its two largest units, from seconds to hours: `1 min 5 sec`, `1분 5초`. */
export function durationText(milliseconds: number, language: string): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [
    ['hour', Math.floor(seconds / 3600)],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const;
  const first = parts.findIndex(([, value]) => value > 0);
  return (first < 0 ? parts.slice(-1) : parts.slice(first, first + 2))
    .map(([unit, value]) =>
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value),
    )
    .join(' ');
}
