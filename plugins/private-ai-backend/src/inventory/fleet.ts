import type { Entity } from '@backstage/catalog-model';
import {
  rowsOf,
  say,
  statusOf,
  type AppResource,
  type AppStatus,
  type Outage,
  type Workload,
} from '@private-ai/plugin-private-ai-common';
import { belongingIn, notHandedOver } from '../app/belonging';
import { locateApp, type AppLocation } from '../app/location';
import type { KubernetesObject } from '../kubernetes/client';
import { isManaged, isOf } from '../kubernetes/ownership';
import type { Standing } from '../operations/standings';
import { Asking } from '../outages/outages';
import { descriptorOf } from '../resources/descriptors';
import { FewAtOnce } from '../time/fewAtOnce';
import { askCluster } from './clusterRows';
import { wasReleased } from './done';
import type { Reading, Readings } from './readings';
import { commitRunning, deploymentFacts } from './workload';
import type { ZoneReach, ZoneStanding } from './zoneAnswer';

/** How one application is, since when it has been there (ISO 8601), and the commit that runs, where that is seen. */
export interface FleetLine {
  status: AppStatus;
  createdAt?: string;
  commit?: string;
  /** Where it lives, where the cluster says that this is the application's own. */
  own?: { namespace: string; service: string; uid?: string };
}

/** Milliseconds for which what an application's own page read of Azure counts here, unless something was done since. */
const freshMs = 5 * 60_000;
/** Applications that were there before the portal: their pods are looked at one by one. */
const few = new FewAtOnce(8);

/**
 * The same as its own page says, by the same rule, out of what was asked for all applications of its landing zone. Azure is not
 * asked about each: what its page read there within some minutes counts.
 */
export async function fleetStatus(
  entity: Entity,
  answer: ZoneStanding | undefined,
  { newest: operation, done }: Standing,
  deps: ZoneReach & { readings: Readings },
): Promise<FleetLine> {
  const at = answer && placeOf(entity, answer);
  if (!at) {
    return { status: { state: 'failed', sentence: say('no-place'), remedy: 'platform-team' } };
  }
  const { found, workload, moved, commit } = seenIn(answer, at);
  const wasThere = found && !isManaged(found);
  const asked = wasThere && !moved ? await few.run(() => ask(answer, at, deps)) : undefined;
  const outages: Outage[] = asked?.outages ?? answer.outages;
  const last = deps.readings.of(at);
  const released = wasReleased({ done }) || workload?.deployment !== undefined;
  const status = statusOf({
    ...{ operation, released, moved, outages },
    adopted: asked?.adopted,
    workload: asked ? asked.workload : workload,
    resources: rowsOf(rowsRead(last, operation), { operation, released }, before),
    last: last && { state: last.state, at: last.at },
    names: { namespace: at.namespace, service: at.service.name, zone: answer.zone.title },
  });
  if (outages.length === 0)
    deps.readings.keep(at, { at: new Date().toISOString(), state: status.state });
  return {
    ...{ status, createdAt: found?.metadata.creationTimestamp },
    // What was not handed over is still another's: its figures are, too.
    ...(commit && !moved && { commit }),
    ...(found &&
      !moved && {
        own: { namespace: at.namespace, service: at.service.name, uid: found.metadata.uid },
      }),
  };
}

/** Undefined where its annotations name none. */
function placeOf(entity: Entity, { zone }: ZoneStanding): AppLocation | undefined {
  try {
    return locateApp(entity, [zone]);
  } catch {
    return undefined;
  }
}

const before = (id: string) => descriptorOf(id)?.dependsOn ?? [];

/** Out of the lists of the whole landing zone. */
function seenIn({ namespaces, deployments }: ZoneStanding, at: AppLocation) {
  if (!namespaces || !deployments) return { workload: undefined, moved: false, commit: undefined };
  const mine = isOf(at.entityRef);
  const named = namespaces.find(({ metadata }) => metadata.name === at.namespace);
  const found = named && mine(named) ? named : undefined;
  if (!found) {
    const workload: Workload = { namespace: named ? 'foreign' : 'absent' };
    return { workload, moved: false, commit: undefined };
  }
  const deployment = deployments.find(
    ({ metadata }) => metadata.namespace === at.namespace && metadata.name === at.service.name,
  );
  const workload: Workload = {
    namespace: 'there',
    ...(deployment && { deployment: deploymentFacts(deployment) }),
  };
  const commit = deployment && commitRunning(deployment);
  return { found, workload, moved: isMoved(at, found), commit };
}

const isMoved = ({ entityRef, described }: AppLocation, { metadata }: KubernetesObject): boolean =>
  described !== undefined &&
  notHandedOver(entityRef, belongingIn(metadata.annotations), described) !== undefined;

async function ask({ zone, outages }: ZoneStanding, at: AppLocation, deps: ZoneReach) {
  const asking = new Asking(zone, deps.noticed);
  const reach = { arm: deps.azureFor(zone).arm, cluster: deps.clusterFor(zone) };
  const seen = await askCluster(at, reach, asking);
  const own = asking.outages();
  const others = outages.filter(({ system }) => own.every(one => one.system !== system));
  return { ...seen, outages: [...others, ...own] };
}

function rowsRead(last: Reading | undefined, operation: Standing['newest']): AppResource[] {
  const { page } = last ?? {};
  if (!page || Date.now() - Date.parse(page.at) > freshMs) return [];
  if (operation && operation.updatedAt > page.at) return [];
  // The cluster was asked just now.
  return page.resources.filter(({ id }) => id !== 'namespace' && id !== 'deployment');
}
