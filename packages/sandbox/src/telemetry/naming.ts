import type { Metric } from './otlp.ts';

// The rules of Prometheus' otlptranslator (UnderscoreEscapingWithSuffixes), which the collector's exporter follows.
const units: Record<string, string> = {
  d: 'days',
  h: 'hours',
  min: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
  us: 'microseconds',
  ns: 'nanoseconds',
  By: 'bytes',
  KiBy: 'kibibytes',
  MiBy: 'mebibytes',
  GiBy: 'gibibytes',
  KBy: 'kilobytes',
  MBy: 'megabytes',
  GBy: 'gigabytes',
  TBy: 'terabytes',
  m: 'meters',
  V: 'volts',
  A: 'amperes',
  J: 'joules',
  W: 'watts',
  g: 'grams',
  Cel: 'celsius',
  Hz: 'hertz',
  '1': '',
  '%': 'percent',
};
const perUnits: Record<string, string> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** `gen_ai.client.operation.duration` in `s` → `gen_ai_client_operation_duration_seconds`; a counter ends in `_total`. */
export function metricName({
  name,
  unit,
  kind,
  monotonic,
}: Pick<Metric, 'name' | 'unit' | 'kind' | 'monotonic'>): string {
  let tokens = name.split(/[^a-zA-Z0-9:]+/).filter(Boolean);
  for (const suffix of unitSuffixes(unit)) if (!tokens.includes(suffix)) tokens.push(suffix);
  if (kind === 'sum' && monotonic) tokens = [...tokens.filter(one => one !== 'total'), 'total'];
  if (kind === 'gauge' && unit === '1')
    tokens = [...tokens.filter(one => one !== 'ratio'), 'ratio'];
  const joined = tokens.join('_');
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

/** `By/s` → `bytes`, `per_second`; what stands in braces is a remark, not a unit. */
function unitSuffixes(unit: string): string[] {
  const [main, per] = unit.split(/\/(.*)/s).map(part => part.trim());
  const known = (text: string | undefined, table: Record<string, string>) =>
    text && !/[{}]/.test(text) ? cleaned(table[text] ?? text) : '';
  const rate = known(per, perUnits);
  return [known(main, units), rate && `per_${rate}`].filter(Boolean);
}

const cleaned = (text: string) => text.replace(/[^a-zA-Z0-9:]+/g, '_').replace(/^_|_$/g, '');

/** `service.name` → `service_name`. */
export function labelName(name: string): string {
  const plain = name.replace(/[^a-zA-Z0-9_]/g, '_');
  if (/^\d/.test(plain)) return `key_${plain}`;
  return /^_(?!_)/.test(plain) ? `key${plain}` : plain;
}
