import { test } from 'node:test';
import { clusters, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

const namespace = 'opentelemetry-operator-system';

test('the landing zone’s collector is there, and a collector is told to be ready as the operator tells it', async () => {
  const { start } = clusters.find(({ name }) => name.includes('sandbox'))!;
  const it = await startControllersForTest(start);
  try {
    const readyOf = async (name: string) =>
      (await it.client.get('opentelemetrycollectors', { namespace, name }))?.status?.scale
        ?.statusReplicas;
    await until('the seeded one is ready', async () => (await readyOf('otel')) === '1/1');
    const second = {
      apiVersion: 'opentelemetry.io/v1beta1',
      kind: 'OpenTelemetryCollector',
      metadata: { name: 'second', namespace },
      spec: {
        replicas: 2,
        config: { receivers: {}, exporters: {}, service: { pipelines: {} } },
      },
    };
    await it.client.apply('opentelemetrycollectors', second, 'test');
    await until('the second is ready', async () => (await readyOf('second')) === '2/2');
  } finally {
    await it.stop();
  }
});
