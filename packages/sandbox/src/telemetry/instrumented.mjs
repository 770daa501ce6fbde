// For telemetry.test.ts: a process under the operator's kind of injection that serves, asks and records as the template's app does.
import { metrics } from '@opentelemetry/api';
import http from 'node:http';

const meter = metrics.getMeter('weather', '1.2.3');
meter
  .createHistogram('gen_ai.client.operation.duration', { unit: 's', description: 'How long' })
  .record(0.25, { 'gen_ai.request.model': 'gpt-5.2', 'error.type': 'a "quoted"\nline \\' });
meter
  .createHistogram('gen_ai.client.token.usage', { unit: '{token}' })
  .record(1_234_567, { 'gen_ai.token.type': 'input' });
meter.createHistogram('usage', { unit: 'tokens' }).record(3);
meter
  .createCounter('agui.agent.request.count')
  .add(2, { 'agent.ok': true, size: 1.5, many: ['a', '<b>'] });
meter.createCounter('bytes.moved.total', { unit: 'By/s' }).add(123_456_789);
meter.createUpDownCounter('http.server.active_requests', { unit: '{request}' }).add(-1);
meter.createGauge('cpu.share', { unit: '1' }).record(0.00001);
meter.createGauge('5xx.per cent', { unit: '%' }).record(Number.POSITIVE_INFINITY);

const server = http.createServer((_, response) => response.end('hello'));
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
await (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
await new Promise(resolve => setTimeout(resolve, 700));
process.exit(0);
