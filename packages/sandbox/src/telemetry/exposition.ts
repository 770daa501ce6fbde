import { labelName, metricName } from './naming.ts';
import type { Attributes, HistogramValue } from './otlp.ts';
import type { Series } from './series.ts';

type Labels = Record<string, string>;
interface Family {
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  lines: string[];
}

/**
 * Prometheus' text format (0.0.4) as the collector's `prometheus` exporter prints it.
 * @param resourceLabels its `resource_to_telemetry_conversion.enabled`: every resource attribute is a label of every series
 */
export function exposition(series: Series[], resourceLabels = true): string {
  const families = new Map<string, Family>();
  for (const one of series) {
    const name = metricName(one.metric);
    const type = typeOf(one.metric);
    const family = families.get(name) ?? { help: one.metric.description, type, lines: [] };
    // Two instruments of one name and different kinds: the first keeps the name.
    if (family.type !== type) continue;
    families.set(name, family);
    family.lines.push(...lines(name, labelsOf(one, resourceLabels), one.reading.value));
  }
  const targets = targetInfo(series);
  if (targets.length > 0)
    families.set('target_info', { help: 'Target metadata', type: 'gauge', lines: targets });
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, { help, type, lines: printed }]) =>
        `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${printed.join('')}`,
    )
    .join('');
}

function typeOf({ kind, monotonic }: Series['metric']): Family['type'] {
  if (kind === 'histogram') return 'histogram';
  return kind === 'sum' && monotonic ? 'counter' : 'gauge';
}

function labelsOf(
  { metric: { scope, resource }, reading }: Series,
  resourceLabels: boolean,
): Labels {
  return {
    ...named(reading.attributes),
    ...(resourceLabels && named(resource)),
    ...named(scope.attributes, 'otel_scope_'),
    otel_scope_name: scope.name,
    otel_scope_version: scope.version,
    otel_scope_schema_url: scope.schemaUrl,
    ...target(resource),
  };
}

const named = (attributes: Attributes, prefix = ''): Labels =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [labelName(prefix + name), value]),
  );

/** Who the series are of, in Prometheus' own two labels. */
function target(resource: Attributes): Labels {
  const { 'service.name': name, 'service.namespace': namespace } = resource;
  const instance = resource['service.instance.id'];
  return {
    ...(name !== undefined && { job: namespace === undefined ? name : `${namespace}/${name}` }),
    ...(instance !== undefined && { instance }),
  };
}

function targetInfo(series: Series[]): string[] {
  const found = new Map<string, string>();
  for (const { metric } of series) {
    const { job, instance } = target(metric.resource);
    if (!job || !instance) continue;
    const rest = Object.entries(metric.resource).filter(
      ([name]) => !/^service\.(name|namespace|instance\.id)$/.test(name),
    );
    const labels = { ...named(Object.fromEntries(rest)), job, instance };
    const key = JSON.stringify([job, instance]);
    if (!found.has(key)) found.set(key, line('target_info', labels, 1));
  }
  return [...found.values()];
}

function lines(name: string, labels: Labels, value: number | HistogramValue): string[] {
  if (typeof value === 'number') return [line(name, labels, value)];
  let below = 0;
  const buckets = value.bounds.map((bound, index) => {
    below += value.counts[index] ?? 0;
    return line(`${name}_bucket`, labels, below, numberText(bound));
  });
  return [
    ...buckets,
    line(`${name}_bucket`, labels, value.count, '+Inf'),
    line(`${name}_sum`, labels, value.sum),
    line(`${name}_count`, labels, value.count),
  ];
}

function line(name: string, labels: Labels, value: number, le?: string): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  if (le !== undefined) pairs.push(['le', le]);
  const text = pairs.map(([key, one]) => `${key}="${escaped(one)}"`).join(',');
  return `${name}${text && `{${text}}`} ${numberText(value)}\n`;
}

const escaped = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

/** As Go's strconv prints a float ('g' with the fewest digits): 100000, but 1e+06 and 1.234567e+06. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power < -4 || power >= 6) {
    const sign = power < 0 ? '-' : '+';
    return `${mantissa}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return String(value);
}
