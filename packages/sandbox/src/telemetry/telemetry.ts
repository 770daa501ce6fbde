import http from 'node:http';
import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { listen } from '../listen.ts';
import type { Room, Surroundings } from '../room.ts';
import { exposition } from './exposition.ts';
import { parseMetrics } from './otlp.ts';
import { SeriesStore } from './series.ts';

/** What of an OpenTelemetryCollector's `spec.config` changes what is shown. */
export interface CollectorConfig {
  exporters?: Record<string, { resource_to_telemetry_conversion?: { enabled?: boolean } } | null>;
}

export interface TelemetryRoom extends Room {
  /** Shows from now on what the collector of this configuration would; undefined: the landing zone's. */
  configure(config: CollectorConfig | undefined): void;
}

const largestBody = 20 * 1024 * 1024;
const protobuf = 'application/x-protobuf';

/**
 * Starts the collector: OTLP over plain HTTP in (`/v1/metrics`, protobuf or JSON), Prometheus' text format out (`/metrics`).
 * Traces and logs are taken, counted and dropped, as by a collector with a metrics pipeline only.
 */
export async function startTelemetry(
  { log }: Surroundings,
  { port }: { port: number },
): Promise<TelemetryRoom> {
  const series = new SeriesStore();
  let resourceLabels = true;
  const dropped = { traces: 0, logs: 0 };
  const server = http.createServer((request, response) => {
    answer(request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: Error) => {
        log(`telemetry: ${error.message}`);
        response.writeHead(400, { 'content-type': 'text/plain' }).end(error.message);
      },
    );
  });

  async function answer(request: IncomingMessage) {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (request.method === 'GET' && path === '/metrics')
      return text(
        200,
        exposition(series.list(Date.now()), resourceLabels),
        'text/plain; version=0.0.4',
      );
    if (request.method === 'GET' && path === '/')
      return text(200, `Dropped requests: ${JSON.stringify(dropped)}\n`);
    const signal = /^\/v1\/(metrics|traces|logs)$/.exec(path)?.[1];
    if (!signal) return text(404, `There is no ${path}.\n`);
    if (request.method !== 'POST') return text(405, 'Only POST.\n');
    const type = request.headers['content-type']?.split(';')[0].trim();
    if (type !== protobuf && type !== 'application/json')
      return text(415, `OTLP comes as ${protobuf} or application/json, not ${type}.\n`);
    const body = await bodyOf(request);
    if (signal === 'metrics') {
      const metrics = parseMetrics(body, type === protobuf ? 'protobuf' : 'json');
      for (const metric of metrics) series.add(metric, Date.now());
    } else {
      dropped[signal as keyof typeof dropped] += 1;
    }
    // An empty message: all was taken.
    return { status: 200, type, body: type === protobuf ? '' : '{}' };
  }

  const { port: taken, stop } = await listen(server, port);
  return {
    url: `http://127.0.0.1:${taken}`,
    stop,
    configure(config) {
      const exporter = Object.entries(config?.exporters ?? {}).find(([name]) =>
        /^prometheus(\/|$)/.test(name),
      )?.[1];
      resourceLabels = !config || exporter?.resource_to_telemetry_conversion?.enabled === true;
    },
  };
}

const text = (status: number, body: string, type = 'text/plain') => ({ status, type, body });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody) throw new Error(`A request may have ${largestBody} bytes.`);
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  return request.headers['content-encoding'] === 'gzip'
    ? gunzipSync(body, { maxOutputLength: largestBody })
    : body;
}
