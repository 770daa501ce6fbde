import protobuf from 'protobufjs';

// What is read of opentelemetry-proto 1.x (metrics/v1, collector/metrics/v1); other fields are skipped by protobuf itself.
const { root } = protobuf.parse(`
  syntax = "proto3";
  message ExportMetricsServiceRequest { repeated ResourceMetrics resource_metrics = 1; }
  message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeMetrics { InstrumentationScope scope = 1; repeated Metric metrics = 2; string schema_url = 3; }
  message InstrumentationScope { string name = 1; string version = 2; repeated KeyValue attributes = 3; }
  message Metric {
    string name = 1; string description = 2; string unit = 3;
    oneof data {
      Gauge gauge = 5; Sum sum = 7; Histogram histogram = 9; ExponentialHistogram exponential_histogram = 10;
    }
  }
  message Gauge { repeated NumberDataPoint data_points = 1; }
  message Sum { repeated NumberDataPoint data_points = 1; AggregationTemporality aggregation_temporality = 2; bool is_monotonic = 3; }
  message Histogram { repeated HistogramDataPoint data_points = 1; AggregationTemporality aggregation_temporality = 2; }
  message ExponentialHistogram { repeated ExponentialHistogramDataPoint data_points = 1; AggregationTemporality aggregation_temporality = 2; }
  enum AggregationTemporality {
    AGGREGATION_TEMPORALITY_UNSPECIFIED = 0; AGGREGATION_TEMPORALITY_DELTA = 1; AGGREGATION_TEMPORALITY_CUMULATIVE = 2;
  }
  message NumberDataPoint {
    repeated KeyValue attributes = 7; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    oneof value { double as_double = 4; sfixed64 as_int = 6; }
    uint32 flags = 8;
  }
  message HistogramDataPoint {
    repeated KeyValue attributes = 9; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    fixed64 count = 4; double sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7;
    uint32 flags = 10;
  }
  message ExponentialHistogramDataPoint {
    repeated KeyValue attributes = 1; fixed64 start_time_unix_nano = 2; fixed64 time_unix_nano = 3;
    fixed64 count = 4; double sum = 5; uint32 flags = 10;
  }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue {
    oneof value {
      string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
      ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
    }
  }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
`);
const requestType = root.lookupType('ExportMetricsServiceRequest');

export interface RawValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: number;
  doubleValue?: number;
  arrayValue?: { values: RawValue[] };
  kvlistValue?: { values: RawPair[] };
  bytesValue?: string;
}
export interface RawPair {
  key: string;
  value?: RawValue;
}
export interface RawPoint {
  attributes: RawPair[];
  startTimeUnixNano: number;
  timeUnixNano: number;
  flags: number;
  asDouble?: number;
  asInt?: number;
  count: number;
  sum: number;
  bucketCounts?: number[];
  explicitBounds?: number[];
}
interface RawData {
  dataPoints: RawPoint[];
  aggregationTemporality?: number;
  isMonotonic?: boolean;
}
export interface RawRequest {
  resourceMetrics: {
    resource?: { attributes: RawPair[] };
    scopeMetrics: {
      scope?: { name: string; version: string; attributes: RawPair[] };
      schemaUrl: string;
      metrics: {
        name: string;
        description: string;
        unit: string;
        gauge?: RawData;
        sum?: RawData;
        histogram?: RawData;
        exponentialHistogram?: RawData;
      }[];
    }[];
  }[];
}

/** @throws when the bytes are not an OTLP metrics request */
export function decodeRequest(body: Buffer, encoding: 'protobuf' | 'json'): RawRequest {
  const message =
    encoding === 'protobuf'
      ? requestType.decode(body)
      : requestType.fromObject(JSON.parse(body.toString('utf8')));
  return requestType.toObject(message, {
    longs: Number,
    enums: Number,
    bytes: String,
    defaults: true,
  }) as RawRequest;
}
