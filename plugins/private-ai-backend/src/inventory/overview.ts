import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  TAG_ENTITY,
  type AppOverview,
  type AppRequest,
  type AppResource,
  type Health,
  type Operation,
  type ResourceId,
} from '@private-ai/plugin-private-ai-common';
import type { ArmClient, ArmResource } from '../azure/client';
import { NotHandedOverError } from '../app/belonging';
import { entityLabel } from '../app/entityLabel';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isManaged, requireOwnNamespace } from '../kubernetes/ownership';
import { namesOf } from '../app/names';
import { isAdopted } from '../resources/adopted';
import { modelDeployment } from '../resources/modelDeployment';
import { asking } from './asking';
import { expectedInAzure, namedDeployment } from './azureResources';
import { armHealth, deploymentHealth, presence, worst } from './health';
import { askInstrumentation } from './instrumentation';
import type { AppLocation } from '../app/location';

/**
 * What of an app exists, and whether it is as it should be; Azure and the cluster are asked at once.
 * @param asked - what the portal's own database says was last done to it, and asked for it
 */
export async function appOverview(
  entity: Entity,
  at: AppLocation,
  asked: { newest?: Operation; request?: AppRequest },
  deps: { arm: ArmClient; cluster: ClusterClient },
): Promise<AppOverview> {
  const problems: string[] = [];
  const cluster = askCluster(at, deps, problems);
  const azure = await askAzure(entity, at, deps.arm, {
    problems,
    deployment: cluster.then(({ deployment }) => deployment),
  });
  const resources = [...azure.resources, ...(await cluster).resources];
  const health = worst(resources.map(one => one.health));
  const { zone } = at;
  const { adopted, moved } = await cluster;
  return {
    adopted,
    moved,
    entityRef: at.entityRef,
    landingZone: { name: zone.name, title: zone.title },
    namespace: at.namespace,
    model: azure.model,
    // What could not be asked may be ill.
    health: problems.length > 0 && health === 'healthy' ? 'unknown' : health,
    resources,
    operation: asked.newest?.state === 'succeeded' ? undefined : asked.newest,
    request: asked.request,
    links: zone.metrics?.grafanaUrl ? [{ title: 'Grafana', url: zone.metrics.grafanaUrl }] : [],
    problems,
  };
}

/** @param deployment - the model deployment that the agent asks, as soon as the cluster has said it */
async function askAzure(
  entity: Entity,
  at: AppLocation,
  arm: ArmClient,
  { problems, deployment }: { problems: string[]; deployment: Promise<string | undefined> },
) {
  const answers = await Promise.all(
    expectedInAzure(entity, at).map(async one => {
      const expected = one.id === modelDeployment.id ? namedDeployment(one, await deployment) : one;
      const answer = await asking('Azure Resource Manager', problems, async signal => ({
        found: await arm.get(expected.armId, expected.of.type.apiVersion, signal),
      }));
      return { expected, answer };
    }),
  );
  const of = (id?: ResourceId) => answers.find(({ expected }) => expected.id === id);
  /** What takes no tags is this app's through what it lies in: that, where it is another's. */
  const foreignAbove = ({ expected }: (typeof answers)[number]) => {
    const above = expected.tagged ? undefined : of(expected.of.within);
    return above?.expected.tagged && isForeign(above.answer?.found, at.entityRef)
      ? String(above.expected.of.type.title.split(' ').at(-1))
      : undefined;
  };
  const resources = answers.map((asked): AppResource => {
    const { answer, expected } = asked;
    const { id, type, name, tagged } = expected;
    const { misplaced, trouble } = expected.of.inventory;
    const is = (health: Health, message: string) => ({ id, type, name, health, message });
    if (!answer) return is('unknown', 'Azure could not be asked.');
    const above = foreignAbove(asked);
    if (above) return is('unknown', `Its ${above} is not this app’s: it is not looked at.`);
    const { found } = answer;
    const why = found && misplaced?.(found, at);
    if (why) return is('unhealthy', why);
    const health = armHealth({ id, type, name }, found, tagged ? at.entityRef : undefined);
    return { ...health, ...(found && health.health === 'healthy' && trouble?.(found)) };
  });
  const deployed = of(modelDeployment.id);
  const model =
    deployed &&
    modelOf(deployed.expected.name, foreignAbove(deployed) ? undefined : deployed.answer?.found);
  return { resources, model };
}

const isForeign = (resource: ArmResource | undefined, entityRef: string) =>
  resource !== undefined && resource.tags?.[TAG_ENTITY]?.toLowerCase() !== entityRef.toLowerCase();

function modelOf(deployment: string, found: ArmResource | undefined): AppOverview['model'] {
  const model = found?.properties.model as { name?: string; version?: string } | undefined;
  const { name: sku, capacity } = found?.sku ?? {};
  return { deployment, name: model?.name, version: model?.version, sku, capacity };
}

async function askCluster(
  at: AppLocation,
  { arm, cluster }: { arm: ArmClient; cluster: ClusterClient },
  problems: string[],
): Promise<Pick<AppOverview, 'resources' | 'adopted' | 'moved'> & { deployment?: string }> {
  const { namespace, service } = at;
  const namespaced = { id: 'namespace', type: 'Namespace', name: namespace };
  const deployed = { id: 'deployment', type: 'Deployment', name: service.name };
  const served = { id: 'service', type: 'Service', name: service.name };
  const { agentConfig } = namesOf(
    { name: service.name, entityRef: at.entityRef, model: { name: '' } },
    at.zone,
  );
  const answer = await asking(`The cluster of ${at.zone.title}`, problems, async signal => {
    try {
      const owned = await requireOwnNamespace(cluster, at, signal);
      const managed = isManaged(owned);
      const [adopted, deployment, found, config, measured] = await Promise.all([
        asking('Azure Resource Manager', problems, within => isAdopted(at, owned, arm, within)),
        cluster.get(
          { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: service.name },
          signal,
        ),
        cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name: service.name }, signal),
        cluster.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name: agentConfig }, signal),
        Promise.all(managed ? [askInstrumentation(at, cluster, problems)] : []),
      ]);
      const pods = deployment ? await cluster.list(podsOf(at), signal) : [];
      // What the portal did not make may run as something else than a Deployment of the Service's name.
      const expected = deployment || managed;
      const resources = [
        presence(namespaced, owned),
        ...(expected ? [deploymentHealth(deployed, deployment, pods)] : []),
        presence(served, found, managed ? 'release the app' : elsewhere),
        ...measured,
      ];
      return { resources, deployment: deploymentIn(config), adopted };
    } catch (error) {
      if (error instanceof NotFoundError) return { resources: [presence(namespaced, undefined)] };
      // Another's namespace: nothing in it is told.
      if (error instanceof NotAllowedError) {
        const { message } = error;
        const moved = error instanceof NotHandedOverError ? error.moved : undefined;
        return { resources: [{ ...namespaced, health: 'unhealthy' as const, message }], moved };
      }
      throw error;
    }
  });
  const unknown = { health: 'unknown' as const, message: 'The cluster could not be asked.' };
  return answer ?? { resources: [namespaced, deployed].map(one => ({ ...one, ...unknown })) };
}

/** What the portal did not make, it does not bring either. */
const elsewhere = 'have it deployed where it comes from';

/** What the agent is told to ask; the annotation was written when the application was made. */
const deploymentIn = (config: KubernetesObject | undefined): string | undefined =>
  config?.data?.AZURE_OPENAI_DEPLOYMENT_NAME;

function podsOf({ entityRef, namespace }: AppLocation) {
  const labelSelector = `${TAG_ENTITY}=${entityLabel(entityRef)}`;
  return { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector };
}
