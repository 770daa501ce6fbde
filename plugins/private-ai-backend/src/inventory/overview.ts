import type { Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  ANNOTATION_MODEL_DEPLOYMENT,
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
  type AppOverview,
  type AppResource,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import type { ArmClient, ArmResource } from '../azure/client';
import { entityLabel } from '../entityLabel';
import type { ClusterClient } from '../kubernetes/client';
import { asking } from './asking';
import { expectedInAzure } from './azureResources';
import { armHealth, deploymentHealth, presence, worst } from './health';
import { ownedNamespace, type AppLocation } from './location';

/** What of an app exists, and whether it is as it should be; Azure and the cluster are asked at once. */
export async function appOverview(
  entity: Entity,
  at: AppLocation,
  deps: { arm: ArmClient; cluster: ClusterClient; operations: readonly Operation[] },
): Promise<AppOverview> {
  const problems: string[] = [];
  const [azure, cluster] = await Promise.all([
    askAzure(entity, at, deps.arm, problems),
    askCluster(at, deps.cluster, problems),
  ]);
  const resources = [...azure.resources, ...cluster];
  const health = worst(resources.map(one => one.health));
  const newest = deps.operations[0];
  const { zone } = at;
  return {
    entityRef: at.entityRef,
    landingZone: { name: zone.name, title: zone.title },
    namespace: at.namespace,
    model: azure.model,
    // What could not be asked may be ill.
    health: problems.length > 0 && health === 'healthy' ? 'unknown' : health,
    resources,
    operation: newest && newest.state !== 'succeeded' ? newest : undefined,
    request: lastRequest(deps.operations),
    links: zone.metrics?.grafanaUrl ? [{ title: 'Grafana', url: zone.metrics.grafanaUrl }] : [],
    problems,
  };
}

/** Of the whole application: a part of it, provisioned for another template, says nothing about the rest. */
function lastRequest(operations: readonly Operation[]): AppOverview['request'] {
  const whole = operations.find(
    (one): one is Operation<'provision'> =>
      one.kind === 'provision' && !(one as Operation<'provision'>).input.part,
  );
  return whole?.input.app;
}

async function askAzure(entity: Entity, at: AppLocation, arm: ArmClient, problems: string[]) {
  const expected = expectedInAzure(entity, at);
  const answers = await Promise.all(
    expected.map(one =>
      asking('Azure Resource Manager', problems, async signal => ({
        found: await arm.get(one.armId, one.apiVersion, signal),
      })),
    ),
  );
  const account = expected.findIndex(({ id }) => id === 'foundry-account');
  const foreign = account >= 0 && isForeign(answers[account]?.found, at.entityRef);
  const resources = expected.map(
    ({ armId: _, apiVersion: __, tagged, ...one }, index): AppResource => {
      const answer = answers[index];
      if (!answer) return { ...one, health: 'unknown', message: 'Azure could not be asked.' };
      // What takes no tags is this app's through what it lies in.
      if (one.id === 'model-deployment' && foreign) {
        return {
          ...one,
          health: 'unknown',
          message: 'Its account is not this app’s: it is not looked at.',
        };
      }
      if (
        one.id === 'service-connector' &&
        answer.found?.properties.scope !== at.namespace &&
        answer.found
      ) {
        return {
          ...one,
          health: 'unhealthy',
          message: `It serves another namespace than ${at.namespace}.`,
        };
      }
      return armHealth(one, answer.found, tagged ? at.entityRef : undefined);
    },
  );
  const deployed = expected.findIndex(({ id }) => id === 'model-deployment');
  const deployment = foreign ? undefined : answers[deployed]?.found;
  return { resources, model: modelOf(entity, deployment) };
}

const isForeign = (resource: ArmResource | undefined, entityRef: string) =>
  resource !== undefined && resource.tags?.[TAG_ENTITY]?.toLowerCase() !== entityRef.toLowerCase();

function modelOf(entity: Entity, found: ArmResource | undefined): AppOverview['model'] {
  const deployment = entity.metadata.annotations?.[ANNOTATION_MODEL_DEPLOYMENT];
  if (!deployment) return undefined;
  const model = found?.properties.model as { name?: string; version?: string } | undefined;
  const { name: sku, capacity } = found?.sku ?? {};
  return { deployment, name: model?.name, version: model?.version, sku, capacity };
}

async function askCluster(
  at: AppLocation,
  cluster: ClusterClient,
  problems: string[],
): Promise<AppResource[]> {
  const { namespace, service } = at;
  const namespaced = { id: 'namespace', type: 'Namespace', name: namespace };
  const deployed = { id: 'deployment', type: 'Deployment', name: service.name };
  const served = { id: 'service', type: 'Service', name: service.name };
  const resources = await asking(`The cluster of ${at.zone.title}`, problems, async signal => {
    try {
      const owned = await ownedNamespace(at, cluster, signal);
      const [deployment, found] = await Promise.all([
        cluster.get(
          { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: service.name },
          signal,
        ),
        cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name: service.name }, signal),
      ]);
      const pods = deployment ? await cluster.list(podsOf(at), signal) : [];
      // What the portal did not make may run as something else than a Deployment of the Service's name.
      const expected = deployment || owned.metadata.labels?.[TAG_MANAGED_BY] === MANAGED_BY;
      return [
        presence(namespaced, owned),
        ...(expected ? [deploymentHealth(deployed, deployment, pods)] : []),
        presence(served, found),
      ];
    } catch (error) {
      if (error instanceof NotFoundError) return [presence(namespaced, undefined)];
      // Another's namespace: nothing in it is told.
      if (error instanceof NotAllowedError) {
        return [{ ...namespaced, health: 'unhealthy' as const, message: error.message }];
      }
      throw error;
    }
  });
  return (
    resources ??
    [namespaced, deployed].map(one => ({
      ...one,
      health: 'unknown' as const,
      message: 'The cluster could not be asked.',
    }))
  );
}

function podsOf({ entityRef, namespace }: AppLocation) {
  const labelSelector = `${TAG_ENTITY}=${entityLabel(entityRef)}`;
  return { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector };
}
