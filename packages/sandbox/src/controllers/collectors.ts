import { canonical } from './canonical.ts';
import type { ClusterClient } from './client.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { WorkQueue } from './workQueue.ts';

/** The version that the telemetry room speaks for. */
const version = '0.155.0';

/**
 * What the OpenTelemetry operator (0.158) tells of a collector: the sandbox's own, which takes what every collector's
 * address leads to, is always there.
 */
export function startCollectors(
  client: ClusterClient,
  collectors: Informer,
  log: (message: string) => void,
): WorkQueue {
  const queue = new WorkQueue(async key => {
    const collector = collectors.get(key);
    if (!collector || collector.metadata.deletionTimestamp) return;
    const replicas: number = collector.spec.replicas ?? 1;
    const { name, namespace } = collector.metadata;
    const status = {
      version,
      image: collector.spec.image ?? `sandbox/collector:${version}`,
      scale: {
        replicas,
        statusReplicas: `${replicas}/${replicas}`,
        selector: `app.kubernetes.io/component=opentelemetry-collector,app.kubernetes.io/instance=${namespace}.${name}`,
      },
    };
    if (canonical(collector.status) === canonical(status)) return;
    const patched = await client.merge(
      'opentelemetrycollectors',
      nameOf(key),
      { status },
      'status',
    );
    collectors.accept(patched);
  }, log);
  collectors.onChange(now => now && queue.add(keyOf(now)));
  return queue;
}
