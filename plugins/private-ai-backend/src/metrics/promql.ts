/** Whose series are meant: all are held against {@link isLabelValue} before they become part of a query. */
export interface Selection {
  /** Kubernetes namespace of the app's pods, or of any of several apps'; `namespace` itself is the collector's. */
  namespace: string | readonly string[];
  /** `service.name` of the app's telemetry, or of any. */
  service: string | readonly string[];
}

/** Names of namespaces and services: nothing that could end a label's value in a query. */
const isLabelValue = (value: string) => /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value);

/**
 * A selector with one metric's name: Azure Monitor refuses those without.
 * @param more - further matchers, e.g. `error_type!=""`
 */
export function selector(metric: string, of: Selection, ...more: string[]): string {
  const own = [matcher('k8s_namespace_name', of.namespace), matcher('service_name', of.service)];
  return `${metric}{${[...own, ...more].join(',')}}`;
}

function matcher(label: string, values: string | readonly string[]): string {
  const all = typeof values === 'string' ? [values] : values;
  for (const value of all)
    if (!isLabelValue(value))
      throw new RangeError(`${value} is no name of a namespace or service.`);
  if (typeof values === 'string') return `${label}="${values}"`;
  return `${label}=~"${all.map(value => value.replaceAll('.', '[.]')).join('|')}"`;
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
export function growthOver(series: string, seconds: number, silence = memory): string {
  return grown(`last_over_time(${series}[${seconds}s])`, series, seconds, silence);
}

/**
 * The same as the sum of what it grew by in each step of the range: of a counter that began anew, what it had before counts too.
 * @param grown - from how a series grows in a step, what is asked for
 */
export function growthInSteps(
  grown: (grow: (series: string) => string) => string,
  { range, step, silence }: { range: number; step: number; silence: number },
): string {
  const inStep = grown(series => growthOver(series, step, silence));
  return `sum_over_time((${inStep})[${range}s:${step}s])`;
}

function grown(last: string, series: string, seconds: number, silence = memory): string {
  const before = `last_over_time(${series}[${silence}s] offset ${seconds}s)`;
  return `(((${last} - ${before}) >= 0) or ${last})`;
}

/** The first of several that has values: the same thing under the names of different runtimes. */
export const either = (...queries: string[]) => queries.map(query => `(${query})`).join(' or ');
