import type { Attributes, HistogramValue, Metric, Reading } from './otlp.ts';

/** One time series: its newest cumulative value. */
export interface Series {
  metric: Omit<Metric, 'readings'>;
  reading: Reading;
  /** Milliseconds since 1970 when it was last heard of. */
  updated: number;
}

/** How long a series is shown after its last word: the collector's `metric_expiration`. */
export const expiryMilliseconds = 5 * 60 * 1000;

/** Keeps the last value of every series and turns deltas into running totals, as the collector's exporter does. */
export class SeriesStore {
  readonly #series = new Map<string, Series>();

  add({ readings, ...metric }: Metric, now: number): void {
    if (metric.kind !== 'gauge' && metric.temporality === 'unspecified') return;
    // A change up or down without what it starts from says nothing.
    if (metric.kind === 'sum' && metric.temporality === 'delta' && !metric.monotonic) return;
    for (const reading of readings) {
      const key = signature(metric, reading.attributes);
      const before = this.#series.get(key)?.reading;
      if (reading.ended) {
        this.#series.delete(key);
        continue;
      }
      if (before && reading.time < before.time) continue;
      const next = before && metric.temporality === 'delta' ? continued(before, reading) : reading;
      this.#series.set(key, { metric, reading: next, updated: now });
    }
  }

  /** What is alive; what is not is forgotten. */
  list(now: number): Series[] {
    for (const [key, { updated }] of this.#series)
      if (updated < now - expiryMilliseconds) this.#series.delete(key);
    return [...this.#series.values()];
  }
}

/** A delta that begins where the last one ended goes on; any other begins anew (the process started again). */
function continued(before: Reading, delta: Reading): Reading {
  if (delta.start !== before.time) return delta;
  return { ...delta, start: before.start, value: sum(before.value, delta.value) };
}

function sum(a: Reading['value'], b: Reading['value']): Reading['value'] {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) + Number(b);
  return sameBounds(a, b)
    ? {
        count: a.count + b.count,
        sum: a.sum + b.sum,
        bounds: b.bounds,
        counts: b.counts.map((count, index) => count + a.counts[index]),
      }
    : b;
}

const sameBounds = (a: HistogramValue, b: HistogramValue) =>
  a.bounds.length === b.bounds.length &&
  a.bounds.every((bound, index) => bound === b.bounds[index]);

function signature({ name, kind, scope, resource }: Series['metric'], attributes: Attributes) {
  const sorted = (of: Attributes) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    name,
    kind,
    scope.name,
    scope.version,
    scope.schemaUrl,
    sorted(scope.attributes),
    sorted(attributes),
    sorted(resource),
  ]);
}
