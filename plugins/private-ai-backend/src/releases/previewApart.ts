import { ConflictError } from '@backstage/errors';
import type { AppLocation } from '../app/location';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { choosesPreview } from '../kubernetes/preview';
import { isPreview } from '../kubernetes/previewFacts';
import { standingPreview } from '../kubernetes/standingPreview';

/**
 * A preview takes nobody's place, and what runs takes no preview's pods for its own: it goes by labels that its repository chose.
 * @param names - of what runs
 * @throws ConflictError
 */
export async function requireApart(
  { namespace, service: name }: { namespace: string; service: string },
  preview: KubernetesObject,
  cluster: Pick<ClusterClient, 'get'>,
  signal: AbortSignal,
): Promise<void> {
  const { name: own } = preview.metadata;
  const called = (one: string) =>
    Promise.all([
      cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name: one }, signal),
      cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: one }, signal),
    ]);
  const [[service, deployment], there] = await Promise.all([called(name), called(own)]);
  const foreign = there.find(one => one && !isPreview(one));
  if (foreign) {
    throw new ConflictError(
      `The ${foreign.kind} ${own} of namespace ${namespace} is no preview, and has the name of one: it is left as it is. Remove it or give it another name, and preview then.`,
    );
  }
  if (chooses({ service, deployment }, preview)) throw together({ namespace, name });
}

/**
 * The other way round: what is released takes no pod of a preview that stands for its own.
 * @throws ConflictError
 */
export async function requireApartFromPreview(
  at: Pick<AppLocation, 'entityRef' | 'zone'>,
  released: { service: KubernetesObject; deployment: KubernetesObject },
  cluster: Pick<ClusterClient, 'get'>,
  signal: AbortSignal,
): Promise<void> {
  const standing = await standingPreview(at, cluster, signal);
  const { name, namespace = '' } = released.deployment.metadata;
  if (standing && chooses(released, standing.deployment)) throw together({ namespace, name });
}

const chooses = (
  { service, deployment }: { service?: KubernetesObject; deployment?: KubernetesObject },
  preview: KubernetesObject,
): boolean =>
  [service?.spec?.selector, deployment?.spec?.selector?.matchLabels].some(selector =>
    choosesPreview(selector, preview),
  );

const together = ({ namespace, name }: { namespace: string; name: string }) =>
  new ConflictError(
    `${name} goes by labels that every pod of the namespace ${namespace} has, so it would take a preview's pod for its own. Have the selectors in manifests/ name a label of the application's own (app: ${name}).`,
  );
