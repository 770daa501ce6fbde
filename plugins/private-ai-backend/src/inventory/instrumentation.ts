import type { AppResource } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient } from '../kubernetes/client';
import { ClusterError } from '../kubernetes/clusterError';
import { INSTRUMENTATION } from '../kubernetes/instrumentation';
import { presence } from './health';
import type { Asking } from '../outages/outages';
import type { AppLocation } from '../app/location';

/** Whether the app is measured. Asked by itself: without the operator's kinds everything else still stands. */
export async function askInstrumentation(
  { namespace }: AppLocation,
  cluster: ClusterClient,
  asking: Asking,
): Promise<AppResource> {
  const kind = 'Instrumentation';
  const expected = { id: 'telemetry', type: kind, name: INSTRUMENTATION };
  const ref = { apiVersion: 'opentelemetry.io/v1alpha1', kind, namespace, name: INSTRUMENTATION };
  const answer = await asking.ask('cluster', async signal => {
    try {
      return presence(expected, await cluster.get(ref, signal));
    } catch (error) {
      // An answer as well: its sentence says who brings the kind.
      if (!(error instanceof ClusterError && error.reason === 'UnknownKind')) throw error;
      return { ...expected, health: 'unknown' as const, message: error.message };
    }
  });
  return answer ? answer.found : { ...expected, health: 'unknown' };
}
