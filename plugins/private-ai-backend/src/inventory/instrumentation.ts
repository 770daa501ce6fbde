import type { AppResource } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient } from '../kubernetes/client';
import { INSTRUMENTATION } from '../kubernetes/instrumentation';
import { asking } from './asking';
import { presence } from './health';
import type { AppLocation } from '../app/location';

/** Whether the app is measured. Asked by itself: without the operator's kinds everything else still stands. */
export async function askInstrumentation(
  { namespace, zone }: AppLocation,
  cluster: ClusterClient,
  problems: string[],
): Promise<AppResource> {
  const kind = 'Instrumentation';
  const expected = { id: 'telemetry', type: kind, name: INSTRUMENTATION };
  const ref = { apiVersion: 'opentelemetry.io/v1alpha1', kind, namespace, name: INSTRUMENTATION };
  const answer = await asking(`The cluster of ${zone.title}`, problems, async signal => ({
    found: await cluster.get(ref, signal),
  }));
  return answer
    ? presence(expected, answer.found)
    : { ...expected, health: 'unknown', message: 'The cluster could not be asked.' };
}
