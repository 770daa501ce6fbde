import { RELATION_OWNED_BY, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_NAMESPACE,
  ANNOTATION_TEMPLATE_VERSION,
  TAG_ENTITY,
  type Health,
  type PlatformOverview,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { isManaged, isOf } from '../kubernetes/ownership';
import type { ModelCapacity } from '../landingZones/capacity';
import type { Preflight } from '../preflight/preflight';
import { asking } from './asking';
import { deploymentHealth, worst } from './health';

/** What one landing zone's systems say; undefined is what could not be asked. */
interface ZoneAnswer {
  zone: LandingZone;
  problems: string[];
  capacities?: ModelCapacity[];
  namespaces?: KubernetesObject[];
  deployments?: KubernetesObject[];
}

/** Milliseconds for everything that Azure says of a landing zone; what is not known by then is a sentence. */
const patienceMs = 8000;

/** The whole platform with the same few questions to each landing zone, however many apps it has. */
export async function platformOverview(
  zones: readonly LandingZone[],
  apps: readonly Entity[],
  deps: { preflight: Preflight; clusterFor(zone: LandingZone): ClusterClient },
): Promise<PlatformOverview> {
  const answers = await Promise.all(zones.map(zone => askZone(zone, deps)));
  const versions = new Map<string, number>();
  for (const entity of apps) {
    const version = entity.metadata.annotations?.[ANNOTATION_TEMPLATE_VERSION];
    if (version) versions.set(version, (versions.get(version) ?? 0) + 1);
  }
  return {
    landingZones: answers.map(({ zone, problems, capacities }) => ({
      name: zone.name,
      title: zone.title,
      location: zone.azure.location,
      models: (capacities ?? zone.models.map((offer): ModelCapacity => ({ offer }))).map(
        ({ offer, used, left }) => ({ ...offer, used, left }),
      ),
      problems,
    })),
    templates: [...versions]
      .map(([version, count]) => ({ version, apps: count }))
      .sort((a, b) => b.version.localeCompare(a.version, undefined, { numeric: true })),
    apps: apps.map(entity => appLine(entity, answers)),
  };
}

async function askZone(
  zone: LandingZone,
  deps: { preflight: Preflight; clusterFor(zone: LandingZone): ClusterClient },
): Promise<ZoneAnswer> {
  const problems: string[] = [];
  const cluster = (kind: string, apiVersion: string) =>
    asking(`The cluster of ${zone.title}`, problems, signal =>
      deps.clusterFor(zone).list({ apiVersion, kind, labelSelector: TAG_ENTITY }, signal),
    );
  const [report, namespaces, deployments] = await Promise.all([
    deps.preflight.zone(zone, AbortSignal.timeout(patienceMs)),
    cluster('Namespace', 'v1'),
    cluster('Deployment', 'apps/v1'),
  ]);
  return {
    zone,
    problems: [...report.problems, ...report.notices, ...problems],
    capacities: report.capacities,
    namespaces,
    deployments,
  };
}

function appLine(entity: Entity, answers: readonly ZoneAnswer[]): PlatformOverview['apps'][number] {
  const entityRef = stringifyEntityRef(entity);
  const annotations = entity.metadata.annotations ?? {};
  const landingZone = annotations[ANNOTATION_LANDING_ZONE];
  const answer = answers.find(({ zone }) => zone.name === landingZone);
  const mine = isOf(entityRef);
  const namespace = answer?.namespaces?.find(
    one => mine(one) && one.metadata.name === annotations[ANNOTATION_NAMESPACE],
  );
  const deployments = answer?.deployments?.filter(
    one => mine(one) && one.metadata.namespace === namespace?.metadata.name,
  );
  return {
    entityRef,
    owner: entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef,
    landingZone,
    health: lineHealth(answer, namespace, deployments),
    templateVersion: annotations[ANNOTATION_TEMPLATE_VERSION],
    createdAt: namespace?.metadata.creationTimestamp,
  };
}

function lineHealth(
  answer: ZoneAnswer | undefined,
  namespace: KubernetesObject | undefined,
  deployments: KubernetesObject[] | undefined,
): Health {
  if (!answer?.namespaces || !deployments) return 'unknown';
  if (!namespace) return 'missing';
  // What the portal did not make may run as something else than a Deployment.
  if (deployments.length === 0) return isManaged(namespace) ? 'missing' : 'unknown';
  return worst(
    deployments.map(
      one =>
        deploymentHealth({ id: 'deployment', type: 'Deployment', name: one.metadata.name }, one, [])
          .health,
    ),
  );
}
