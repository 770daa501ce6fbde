import type { Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import {
  isUnderWay,
  rowsOf,
  statusOf,
  type AppOverview,
  type AppRequest,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { ArmClient } from '../azure/client';
import type { ClusterClient } from '../kubernetes/client';
import { descriptorOf } from '../resources/descriptors';
import { askAzure } from './azureRows';
import { askCluster } from './clusterRows';
import { wasReleased, type Done } from './done';
import { Asking, type Noticed } from '../outages/outages';
import { linksOf } from './links';
import type { Readings } from './readings';

/** What of an app exists, and how it is; Azure and the cluster are asked at once. */
export async function appOverview(
  entity: Entity,
  at: AppLocation,
  done: Done,
  deps: {
    arm: ArmClient;
    cluster: ClusterClient;
    noticed: Noticed;
    readings: Readings;
    integrations: ScmIntegrations;
  },
): Promise<AppOverview> {
  const { zone, namespace } = at;
  const { noticed, readings } = deps;
  const asking = new Asking(zone, noticed);
  const inCluster = askCluster(at, deps, asking);
  const azure = await askAzure(entity, at, deps.arm, {
    asking,
    deployment: inCluster.then(({ workload, modelDeployment }) =>
      workload ? modelDeployment : 'unseen',
    ),
  });
  const { adopted, moved, workload, resources: rows } = await inCluster;
  const outages = asking.outages();
  const last = readings.of(at);
  const operation = done.newest;
  const released = wasReleased(done) || hasPods(workload);
  const resources = rowsOf(
    [...azure.resources, ...rows],
    { operation, released },
    id => descriptorOf(id)?.dependsOn ?? [],
  );
  const status = statusOf({
    ...{ operation, released, adopted, moved: Boolean(moved), outages, workload, resources },
    usualSeconds: isUnderWay(operation) ? done.usualSeconds : undefined,
    last: last && { state: last.state, at: last.at },
    names: { namespace, service: at.service.name, zone: zone.title },
  });
  const model = azure.model ?? last?.page?.model ?? asked(done.request);
  if (outages.length === 0) {
    const now = new Date().toISOString();
    readings.keep(at, { at: now, state: status.state, page: { at: now, model, resources } });
  }
  return {
    ...{ adopted, moved, model, status, resources, outages },
    entityRef: at.entityRef,
    landingZone: { name: zone.name, title: zone.title },
    namespace,
    operation: done.shown?.state === 'succeeded' ? undefined : done.shown,
    changed: done.changed,
    request: done.request,
    retirement: status.state === 'retired' ? done.retirement : undefined,
    links: linksOf(entity, at, deps.integrations),
  };
}

const hasPods = (workload: Awaited<ReturnType<typeof askCluster>>['workload']) =>
  workload?.deployment !== undefined;

/** What was last asked for stands where nobody can say what there is. */
const asked = (request: AppRequest | undefined): AppOverview['model'] =>
  request && { deployment: request.model.name, ...request.model };
