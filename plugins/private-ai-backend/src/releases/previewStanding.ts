import type { Operation, Preview } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient } from '../kubernetes/client';
import { findTrouble, progressOf } from '../kubernetes/rollout';
import type { StandingPreview } from '../kubernetes/standingPreview';

/**
 * A preview and how it is, as the cluster says; why it did not come up says the operation that made it, with the last lines of
 * its log, where the portal's database has it still.
 * @param made - the newest operation that was to make one
 */
export async function previewOf(
  { deployment, facts }: StandingPreview,
  made: Operation | undefined,
  cluster: Pick<ClusterClient, 'list'>,
  signal: AbortSignal,
): Promise<Preview> {
  if (progressOf(deployment).done) return { ...facts, state: 'ready' };
  const { state, error, input } = (made ?? {}) as Partial<Operation<'preview'>>;
  if (state === 'failed' && error && input?.source.commit === facts.commit)
    return { ...facts, state: 'failed', error: error.message };
  const trouble = await findTrouble(cluster, deployment, signal);
  if (!trouble?.final) return { ...facts, state: 'coming-up' };
  return { ...facts, state: 'failed', error: trouble.sentence };
}
