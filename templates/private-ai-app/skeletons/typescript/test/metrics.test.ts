import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
} from '@opentelemetry/sdk-metrics';
import { ask, eventsOf, question, startApp } from './app.ts';
import { refuse, startModel, text } from './modelServer.ts';

test('every call of the model is measured by the semantic conventions', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('test');
  await using model = await startModel(text('Hello.'), refuse(403, 'Forbidden'));
  await using app = await startApp(model.url, { meter });
  await eventsOf(await ask(app.url, question('Hi')));
  await eventsOf(await ask(app.url, question('Hi')));
  await reader.forceFlush();

  const metrics = exporter.getMetrics().at(-1)!.scopeMetrics[0]!.metrics;
  const points = (name: string) =>
    metrics
      .find(metric => metric.descriptor.name === name)!
      .dataPoints.map(({ attributes, value }) => ({ attributes, value }));
  const common = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'azure.ai.openai',
    'gen_ai.request.model': 'gpt-test',
  };
  assert.deepEqual(points('agui.agent.request.count'), [{ attributes: {}, value: 2 }]);
  assert.deepEqual(
    points('gen_ai.client.operation.duration').map(point => point.attributes),
    [common, { ...common, 'error.type': 'model_forbidden' }],
  );
  assert.deepEqual(
    points('gen_ai.client.operation.time_to_first_chunk').map(point => point.attributes),
    [common],
  );
  assert.deepEqual(
    points('gen_ai.client.token.usage').map(({ attributes, value }) => [
      attributes['gen_ai.token.type'],
      (value as Histogram).sum,
    ]),
    [
      ['input', 20],
      ['output', 5],
    ],
  );
  await reader.shutdown();
});
