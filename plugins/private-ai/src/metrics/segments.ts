import type { MetricSeries } from '@private-ai/plugin-private-ai-common';

type Points = MetricSeries['points'];

/**
 * Cuts a series where values are missing, so that a curve does not bridge what was not measured.
 *
 * @param step - seconds between two values.
 */
export function segments(points: Points, step: number): Points[] {
  const parts: Points[] = [];
  points.forEach((point, index) => {
    const joins = index > 0 && point[0] - points[index - 1][0] <= step * 1.5;
    if (joins) parts.at(-1)!.push(point);
    else parts.push([point]);
  });
  return parts;
}

/** The top of an axis that begins at zero: above every value, and never zero itself. */
export function ceiling(series: MetricSeries[]): number {
  const highest = Math.max(0, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
  return highest === 0 ? 1 : highest * 1.1;
}
