import { RELATION_OWNED_BY, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_TEMPLATE_VERSION,
  type PlatformOverview,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { Standing } from '../operations/standings';
import type { ModelCapacity } from '../landingZones/capacity';
import { fleetStatus, type FleetLine } from './fleet';
import { askZone, type ZoneAnswer, type ZoneDeps } from './zoneAnswer';
import type { Readings } from './readings';

/** The whole platform with the same few questions to each landing zone, however many apps it has. */
export async function platformOverview(
  zones: readonly LandingZone[],
  apps: readonly Entity[],
  deps: ZoneDeps & {
    standings(entityRefs: readonly string[]): Promise<Map<string, Standing>>;
    readings: Readings;
  },
): Promise<PlatformOverview> {
  const [answers, standings] = await Promise.all([
    Promise.all(zones.map(zone => askZone(zone, deps))),
    deps.standings(apps.map(entity => stringifyEntityRef(entity))),
  ]);
  const lines = await Promise.all(
    apps.map(async entity => lineOf(entity, await statusIn(entity, answers, standings, deps))),
  );
  return {
    landingZones: answers.map(zoneLine),
    templates: versionsOf(apps, lines),
    apps: lines,
  };
}

const statusIn = (
  entity: Entity,
  answers: readonly ZoneAnswer[],
  standings: Map<string, Standing>,
  deps: ZoneDeps & { readings: Readings },
): Promise<FleetLine> => {
  const zone = entity.metadata.annotations?.[ANNOTATION_LANDING_ZONE];
  const answer = answers.find(one => one.zone.name === zone);
  return fleetStatus(entity, answer, standings.get(stringifyEntityRef(entity)) ?? {}, deps);
};

function lineOf(
  entity: Entity,
  { status, createdAt }: FleetLine,
): PlatformOverview['apps'][number] {
  const annotations = entity.metadata.annotations ?? {};
  return {
    entityRef: stringifyEntityRef(entity),
    owner: entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef,
    landingZone: annotations[ANNOTATION_LANDING_ZONE],
    status,
    templateVersion: annotations[ANNOTATION_TEMPLATE_VERSION],
    createdAt,
  };
}

function zoneLine({
  zone,
  problems,
  outages,
  capacities,
}: ZoneAnswer): PlatformOverview['landingZones'][number] {
  const models = capacities ?? zone.models.map((offer): ModelCapacity => ({ offer }));
  return {
    name: zone.name,
    title: zone.title,
    location: zone.azure.location,
    models: models.map(({ offer, used, left }) => ({ ...offer, used, left })),
    problems,
    outages,
  };
}

/** Of the applications that there are: what is retired, or was never made, uses none. */
function versionsOf(
  apps: readonly Entity[],
  lines: PlatformOverview['apps'],
): PlatformOverview['templates'] {
  const versions = new Map<string, number>();
  apps.forEach(({ metadata }, index) => {
    const version = metadata.annotations?.[ANNOTATION_TEMPLATE_VERSION];
    const { state } = lines[index].status;
    if (!version || state === 'retired' || state === 'absent') return;
    versions.set(version, (versions.get(version) ?? 0) + 1);
  });
  return [...versions]
    .map(([version, count]) => ({ version, apps: count }))
    .sort((a, b) => b.version.localeCompare(a.version, undefined, { numeric: true }));
}
