/** Whose series are meant: both are held against {@link isLabelValue} before they become part of a query. */
export interface Selection {
  /** Kubernetes namespace of the app's pods; `namespace` itself is the collector's. */
  namespace: string;
  /** `service.name` of the app's telemetry. */
  service: string;
}

/** Names of namespaces and services: nothing that could end a label's value in a query. */
const isLabelValue = (value: string) => /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value);

/**
 * A selector with one metric's name: Azure Monitor refuses those without.
 * @param more - further matchers, e.g. `error_type!=""`
 */
export function selector(metric: string, of: Selection, ...more: string[]): string {
  for (const value of [of.namespace, of.service]) {
    if (!isLabelValue(value))
      throw new RangeError(`${value} is no name of a namespace or service.`);
  }
  const own = [`k8s_namespace_name="${of.namespace}"`, `service_name="${of.service}"`];
  return `${metric}{${[...own, ...more].join(',')}}`;
}

/** Seconds that a counter may be silent (a restart of the collector, say) and still count on from where it was. */
const memory = 3600;

/**
 * What each series of a counter grew by in `seconds`: last value minus the one before, where absent is 0, and a counter
 * that began anew counts from 0. Not `increase()`: that is 0 for the first value of a new series, and an app that is
 * exported once a minute would lose its first questions.
 */
export function growth(series: string, seconds: number): string {
  return grown(series, series, seconds);
}

/** The same over a whole range, in which the series may have ended (a pod that is gone). */
export function growthOver(series: string, seconds: number): string {
  return grown(`last_over_time(${series}[${seconds}s])`, series, seconds);
}

function grown(last: string, series: string, seconds: number): string {
  const before = `last_over_time(${series}[${memory}s] offset ${seconds}s)`;
  return `(((${last} - ${before}) >= 0) or ${last})`;
}

/** The first of several that has values: the same thing under the names of different runtimes. */
export const either = (...queries: string[]) => queries.map(query => `(${query})`).join(' or ');
