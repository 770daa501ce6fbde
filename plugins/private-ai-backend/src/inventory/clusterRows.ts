import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  TAG_ENTITY,
  type AppOverview,
  type AppResource,
  type Workload,
} from '@private-ai/plugin-private-ai-common';
import { NotHandedOverError } from '../app/belonging';
import { entityLabel } from '../app/entityLabel';
import type { AppLocation } from '../app/location';
import { namesOf } from '../app/names';
import type { ArmClient } from '../azure/client';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isManaged, requireOwnNamespace } from '../kubernetes/ownership';
import { isPreview } from '../kubernetes/previewFacts';
import { isAdopted } from '../resources/adopted';
import { deploymentHealth, presence, servingHealth } from './health';
import { askInstrumentation } from './instrumentation';
import type { Asking } from '../outages/outages';
import { deploymentFacts, serves } from './workload';

/** What of an application is in the cluster. */
export interface InCluster extends Pick<AppOverview, 'resources' | 'adopted' | 'moved'> {
  /** Undefined where the cluster could not be asked. */
  workload?: Workload;
  /** The model deployment that the agent is told to ask; the annotation was written when the application was made. */
  modelDeployment?: string;
}

export async function askCluster(
  at: AppLocation,
  { arm, cluster }: { arm: ArmClient; cluster: ClusterClient },
  asking: Asking,
): Promise<InCluster> {
  const { namespace, service } = at;
  const namespaced = { id: 'namespace', type: 'Namespace', name: namespace };
  const deployed = { id: 'deployment', type: 'Deployment', name: service.name };
  const asked = await asking.ask('cluster', async (signal): Promise<Seen> => {
    let owned: KubernetesObject;
    try {
      owned = await requireOwnNamespace(cluster, at, signal);
    } catch (error) {
      return notIts(error as Error, namespaced);
    }
    const managed = isManaged(owned);
    const named = { namespace, name: service.name };
    const [deployment, found, config, measured] = await Promise.all([
      cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', ...named }, signal),
      cluster.get({ apiVersion: 'v1', kind: 'Service', ...named }, signal),
      cluster.get(agentConfigOf(at), signal),
      Promise.all(managed ? [askInstrumentation(at, cluster, asking)] : []),
    ]);
    const pods = await podsOf(at, { cluster, managed, service: found }, signal);
    const serving = managed ? undefined : serves(found, pods);
    return {
      owned,
      workload: {
        namespace: 'there',
        ...(deployment && { deployment: deploymentFacts(deployment) }),
        ...(serving && { serving }),
      },
      modelDeployment: config?.data?.AZURE_OPENAI_DEPLOYMENT_NAME,
      resources: [
        presence(namespaced, owned),
        // What the portal did not make may run as something else than a Deployment of the Service's name.
        ...(deployment || managed ? [deploymentHealth(deployed, deployment, pods)] : []),
        servingHealth({ id: 'service', type: 'Service', name: service.name }, found, serving),
        ...measured,
      ],
    };
  });
  if (asked) {
    const { owned, ...found } = asked.found;
    return { ...found, adopted: owned && (await isBefore(at, owned, { arm, asking })) };
  }
  return { resources: [namespaced, deployed].map(one => ({ ...one, health: 'unknown' })) };
}

/** Its namespace, where that is its own. */
type Seen = InCluster & { owned?: KubernetesObject };

/** Whether it was there before the portal; so it is taken where Azure, which may know better, does not answer. */
async function isBefore(
  at: AppLocation,
  owned: KubernetesObject,
  { arm, asking }: { arm: ArmClient; asking: Asking },
): Promise<boolean> {
  if (isManaged(owned)) return false;
  const answer = await asking.ask('azure', signal => isAdopted(at, owned, arm, signal));
  return answer?.found ?? true;
}

/** There is no namespace, or it is another's: nothing in it is told. */
function notIts(error: Error, namespaced: Omit<AppResource, 'health'>): InCluster {
  if (error instanceof NotFoundError) {
    const workload = { namespace: 'absent' as const };
    return { resources: [presence(namespaced, undefined)], workload };
  }
  if (!(error instanceof NotAllowedError)) throw error;
  return {
    resources: [{ ...namespaced, health: 'unhealthy', message: error.message }],
    workload: { namespace: 'foreign' },
    moved: error instanceof NotHandedOverError ? error.moved : undefined,
  };
}

function agentConfigOf({ namespace, service: { name }, entityRef, zone }: AppLocation) {
  const { agentConfig } = namesOf({ name, entityRef, model: { name: '' } }, zone);
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: agentConfig };
}

/** Of what the portal made, those with its label; of what was there before, those that the Service leads to. */
async function podsOf(
  { entityRef, namespace }: AppLocation,
  of: { cluster: ClusterClient; managed: boolean; service?: KubernetesObject },
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const chosen: Record<string, string> = of.managed
    ? { [TAG_ENTITY]: entityLabel(entityRef) }
    : (of.service?.spec?.selector ?? {});
  const labels = Object.entries(chosen).map(([key, value]) => `${key}=${value}`);
  if (labels.length === 0) return [];
  const labelSelector = labels.join(',');
  const pods = { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector };
  return (await of.cluster.list(pods, signal)).filter(pod => !isPreview(pod));
}
