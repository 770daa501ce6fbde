import { ConflictError } from '@backstage/errors';
import type { ManifestInput } from '../app/names';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { lacking, podTakes } from '../kubernetes/quotaRoom';
import type { StandingPreview } from '../kubernetes/standingPreview';

type App = Pick<ManifestInput, 'names' | 'zone'>;

const quotaOf = (
  { names: { namespace } }: App,
  cluster: Pick<ClusterClient, 'get'>,
  signal: AbortSignal,
) =>
  cluster.get({ apiVersion: 'v1', kind: 'ResourceQuota', namespace, name: 'private-ai' }, signal);

/**
 * Asked before anything is written: the cluster would refuse the pod alone, once all the rest is there.
 * @param deployment - of the commit's manifests
 * @param before - the preview that it takes the place of
 * @throws ConflictError that says of what there is too little
 */
export async function requireRoom(
  app: App,
  deployment: KubernetesObject,
  { before, configMaps }: { before?: StandingPreview; configMaps: number },
  cluster: Pick<ClusterClient, 'get'>,
  signal: AbortSignal,
): Promise<void> {
  const quota = await quotaOf(app, cluster, signal);
  if (!quota) return;
  const { limits } = app.zone.guardrails;
  const more = podTakes(deployment.spec.template, quota, limits);
  const less = before ? podTakes(before.deployment.spec.template, quota, limits) : {};
  const pods = Object.keys(more).map(key => [key, more[key] - (less[key] ?? 0)] as const);
  const objects = before ? [] : ['deployments.apps', 'replicasets.apps', 'services'];
  const short = lacking(quota, {
    ...Object.fromEntries(pods),
    ...Object.fromEntries(objects.map(one => [`count/${one}`, 1])),
    'count/configmaps': configMaps,
  });
  if (!short) return;
  throw new ConflictError(
    `The namespace ${app.names.namespace} has no room for a preview beside what runs: its quota has too little of ${short}. Take fewer replicas or resources in manifests/deployment.yaml, or have the platform team raise guardrails.quota; nothing was made.`,
  );
}

/** Whether another pod such as the preview's fits beside it: what it shows is to be rolled out. */
export async function hasRoomBeside(
  app: App,
  { deployment }: StandingPreview,
  cluster: Pick<ClusterClient, 'get'>,
  signal: AbortSignal,
): Promise<boolean> {
  const quota = await quotaOf(app, cluster, signal);
  const more = quota && podTakes(deployment.spec.template, quota, app.zone.guardrails.limits);
  return !quota || !more || lacking(quota, more) === undefined;
}
