import { TAG_ENTITY, type Outage } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import type { ModelCapacity } from '../landingZones/capacity';
import type { Preflight } from '../preflight/preflight';
import { Asking, type Noticed } from '../outages/outages';

export interface ZoneReach {
  azureFor(zone: LandingZone): { arm: ArmClient };
  clusterFor(zone: LandingZone): ClusterClient;
  noticed: Noticed;
}

export interface ZoneDeps extends ZoneReach {
  preflight: Preflight;
}

/** What one landing zone's systems say of its applications; undefined is what could not be asked. It may be remembered. */
export interface ZoneStanding {
  zone: LandingZone;
  /** Noted once, when they were asked: whoever reads this later has seen nothing. */
  outages: Outage[];
  namespaces?: KubernetesObject[];
  deployments?: KubernetesObject[];
}

/** The same, and what they say of the landing zone itself. */
export interface ZoneAnswer extends ZoneStanding {
  /** What is not as it has to be, as sentences. */
  problems: string[];
  capacities?: ModelCapacity[];
}

/** Milliseconds for everything that Azure says of a landing zone; what is not known by then is an outage. */
const patienceMs = 8000;

export async function askZone(zone: LandingZone, deps: ZoneDeps): Promise<ZoneAnswer> {
  const asking = new Asking(zone, deps.noticed);
  const [report, standing] = await Promise.all([
    deps.preflight.zone(zone, AbortSignal.timeout(patienceMs)),
    askedBy(asking, zone, deps),
  ]);
  // Whether Azure and the cluster answer was just seen: what pre-flight did not come to is no word about either.
  const away = report.away.filter(({ system }) => system === 'prometheus');
  asking.noted(zone.metrics ? ['prometheus'] : [], away);
  const refused = report.refused.filter(({ system }) => !asking.refuses(system));
  return {
    ...standing,
    outages: asking.outages(),
    problems: [...report.problems, ...refused.map(({ said }) => said), ...report.notices],
    capacities: report.capacities,
  };
}

/** A few questions, however many applications there are. */
export async function askStanding(zone: LandingZone, deps: ZoneReach): Promise<ZoneStanding> {
  const asking = new Asking(zone, deps.noticed);
  const standing = await askedBy(asking, zone, deps);
  return { ...standing, outages: asking.outages() };
}

async function askedBy(
  asking: Asking,
  zone: LandingZone,
  deps: ZoneReach,
): Promise<Omit<ZoneStanding, 'outages'>> {
  const cluster = (kind: string, apiVersion: string) =>
    asking.ask('cluster', signal =>
      deps.clusterFor(zone).list({ apiVersion, kind, labelSelector: TAG_ENTITY }, signal),
    );
  const { aks } = zone;
  const { arm } = deps.azureFor(zone);
  // What pre-flight knows of Azure it may remember: whether Azure answers now, one look tells.
  const look = asking.ask('azure', signal =>
    arm.get(aks.clusterId, apiVersions.managedCluster, signal),
  );
  const [namespaces, deployments] = await Promise.all([
    cluster('Namespace', 'v1'),
    cluster('Deployment', 'apps/v1'),
    look,
  ]);
  return {
    zone,
    namespaces: namespaces?.found,
    deployments: deployments?.found,
  };
}
