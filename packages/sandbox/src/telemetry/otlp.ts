import { decodeRequest, type RawPair, type RawPoint, type RawValue } from './otlpSchema.ts';

/** Attributes with their values as text, as a label shows them. */
export type Attributes = Record<string, string>;

export interface Reading {
  attributes: Attributes;
  /** Nanoseconds since 1970, rounded to what a double holds. */
  start: number;
  time: number;
  /** The process says that this series has ended. */
  ended: boolean;
  value: number | HistogramValue;
}

export interface HistogramValue {
  count: number;
  sum: number;
  /** Upper bounds; without them only the count is known (exponential histograms, which the text format cannot show). */
  bounds: number[];
  /** One more than bounds. */
  counts: number[];
}

/** One metric of one resource and scope, as a request brought it. */
export interface Metric {
  name: string;
  description: string;
  unit: string;
  kind: 'gauge' | 'sum' | 'histogram';
  monotonic: boolean;
  temporality: 'unspecified' | 'delta' | 'cumulative';
  resource: Attributes;
  scope: { name: string; version: string; schemaUrl: string; attributes: Attributes };
  readings: Reading[];
}

/**
 * Reads an OTLP metrics request.
 * @throws when the bytes are not one
 */
export function parseMetrics(body: Buffer, encoding: 'protobuf' | 'json'): Metric[] {
  const raw = decodeRequest(body, encoding);
  return raw.resourceMetrics.flatMap(({ resource, scopeMetrics }) =>
    scopeMetrics.flatMap(({ scope, schemaUrl, metrics }) =>
      metrics.flatMap(metric => {
        const data = metric.gauge ?? metric.sum ?? metric.histogram ?? metric.exponentialHistogram;
        if (!data) return [];
        return {
          name: metric.name,
          description: metric.description,
          unit: metric.unit,
          kind: metric.gauge ? 'gauge' : metric.sum ? 'sum' : 'histogram',
          monotonic: data.isMonotonic ?? false,
          temporality: temporalities[data.aggregationTemporality ?? 0] ?? 'unspecified',
          resource: attributes(resource?.attributes),
          scope: {
            name: scope?.name ?? '',
            version: scope?.version ?? '',
            schemaUrl,
            attributes: attributes(scope?.attributes),
          },
          readings: data.dataPoints.map(point => reading(point, !metric.gauge && !metric.sum)),
        } satisfies Metric;
      }),
    ),
  );
}

const temporalities = ['unspecified', 'delta', 'cumulative'] as const;

/** The bit of `flags` that means "no recorded value". */
const noRecordedValue = 1;

function reading(point: RawPoint, histogram: boolean): Reading {
  return {
    attributes: attributes(point.attributes),
    start: point.startTimeUnixNano,
    time: point.timeUnixNano,
    ended: (point.flags & noRecordedValue) !== 0,
    value: histogram
      ? {
          count: point.count,
          sum: point.sum,
          bounds: point.explicitBounds ?? [],
          counts: point.bucketCounts ?? [],
        }
      : (point.asDouble ?? point.asInt ?? 0),
  };
}

function attributes(pairs: RawPair[] = []): Attributes {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, asText(value)]));
}

/** As the collector writes an attribute's value: lists and maps as JSON. */
function asText(value: RawValue = {}): string {
  const plain = asPlain(value);
  if (typeof plain !== 'object') return String(plain ?? '');
  return JSON.stringify(plain);
}

function asPlain(value: RawValue): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(asPlain);
  if (value.kvlistValue)
    return Object.fromEntries(
      [...value.kvlistValue.values]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map(pair => [pair.key, asPlain(pair.value ?? {})]),
    );
  return (
    value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue ?? value.bytesValue
  );
}
