import { randomBytes } from 'node:crypto';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { ClusterError, type ClusterClient } from './client.ts';
import { timestamp } from './podStatus.ts';

/** What went wrong with an object, as `kubectl describe` shows it. */
export type RecordWarning = (object: KubernetesObject, reason: string, message: string) => void;

/** At most so many different ones are counted further; older ones begin anew. */
const remembered = 500;

/** Writes Events of the type Warning; one that comes again is counted, not written again. */
export function startEvents(
  client: ClusterClient,
  component: string,
  log: (message: string) => void,
): RecordWarning {
  const known = new Map<string, { name: string; count: number }>();

  async function write(object: KubernetesObject, reason: string, message: string): Promise<void> {
    const { namespace = 'default', name, uid } = object.metadata;
    const { apiVersion, kind } = object;
    const key = JSON.stringify([uid, reason, message]);
    const now = timestamp(new Date());
    const before = known.get(key);
    if (before) {
      before.count += 1;
      await client.merge(
        'events',
        { namespace, name: before.name },
        { count: before.count, lastTimestamp: now },
      );
      return;
    }
    const event = { name: `${name}.${randomBytes(8).toString('hex')}`, count: 1 };
    known.set(key, event);
    if (known.size > remembered) known.delete(known.keys().next().value as string);
    await client.create(
      'events',
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: event.name, namespace },
        involvedObject: { apiVersion, kind, namespace, name, uid },
        type: 'Warning',
        reason,
        message,
        source: { component },
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
        reportingComponent: component,
        reportingInstance: '',
      },
      namespace,
    );
  }

  return (object, reason, message) => {
    write(object, reason, message).catch(error => {
      // Its namespace is going, or went.
      if (error instanceof ClusterError && [403, 404, 409].includes(error.status)) return;
      log(`${component}: an event of ${object.metadata.name} was not written: ${error.message}`);
    });
  };
}
