import { derivedNames } from '../app/names';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from './client';
import { isOurs, requireMadeNamespace } from './ownership';
import { isPreview, previewFacts, previewRef, type PreviewFacts } from './previewFacts';

export interface StandingPreview {
  deployment: KubernetesObject;
  facts: PreviewFacts;
}

/**
 * The preview that stands beside an application. It is looked for under the name that the landing zone gives and nowhere else,
 * in the namespace that the portal made for that application; what lies there without both marks is none.
 * @throws NotFoundError, NotAllowedError of the namespace
 */
export async function standingPreview(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  cluster: Pick<ClusterClient, 'get'>,
  signal?: AbortSignal,
): Promise<StandingPreview | undefined> {
  const names = derivedNames(entityRef, zone);
  await requireMadeNamespace(cluster, { request: { entityRef }, names }, signal);
  const deployment = await cluster.get(previewRef(names), signal);
  if (!deployment || !isOurs(entityRef)(deployment) || !isPreview(deployment)) return undefined;
  return { deployment, facts: previewFacts(deployment) };
}
