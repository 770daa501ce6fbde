import { RELATION_OWNED_BY, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import {
  ANNOTATION_LANDING_ZONE,
  type MyApp,
  type MyApps,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { CommitsTold } from '../git/commitsTold';
import type { Standing } from '../operations/standings';
import { commitsOf } from './commitsOf';
import { fleetStatus } from './fleet';
import type { Readings } from './readings';
import type { ZoneReach, ZoneStanding } from './zoneAnswer';

/** Applications that are told at once; who has more finds the rest in the catalog. */
export const mostOfMine = 60;

/** What somebody may do with an application. */
export type May = MyApp['may'];

interface Deps extends ZoneReach {
  zones: readonly LandingZone[];
  standings(entityRefs: readonly string[]): Promise<Map<string, Standing>>;
  readings: Readings;
  integrations: ScmIntegrations;
  told: CommitsTold;
  /** What one landing zone's cluster and Azure say. */
  askZone(zone: LandingZone): Promise<ZoneStanding>;
}

/**
 * The applications of one's own teams with the same few questions to each landing zone that they are in: how each is, by the rule
 * of its own page, and which commit runs.
 */
export async function myApps(
  apps: readonly { entity: Entity; may: May }[],
  deps: Deps,
): Promise<Pick<MyApps, 'apps' | 'outages' | 'problems'>> {
  const zones = deps.zones.filter(({ name }) => apps.some(({ entity }) => zoneOf(entity) === name));
  const [answers, standings] = await Promise.all([
    Promise.all(zones.map(deps.askZone)),
    deps.standings(apps.map(({ entity }) => stringifyEntityRef(entity))),
  ]);
  const problems: string[] = [];
  const lines = await Promise.all(
    apps.map(async ({ entity, may }): Promise<MyApp> => {
      const answer = answers.find(({ zone }) => zone.name === zoneOf(entity));
      const standing = standings.get(stringifyEntityRef(entity)) ?? {};
      const { status, commit } = await fleetStatus(entity, answer, standing, deps);
      return {
        entityRef: stringifyEntityRef(entity),
        ...(entity.metadata.title && { title: entity.metadata.title }),
        owner: entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef,
        landingZone: answer?.zone.title ?? zoneOf(entity) ?? '',
        ...{ status, may },
        ...(status.remedy === 'resume' && { stopped: standing.newest?.kind }),
        ...(commit && { running: { commit, ...(await toldOf(entity, commit, answer)) } }),
      };
    }),
  );
  const outages = answers.flatMap(one => one.outages);
  return { apps: lines, outages, problems };

  async function toldOf(entity: Entity, commit: string, answer: ZoneStanding | undefined) {
    if (!answer) return undefined;
    const { integrations, told } = deps;
    const how = { running: commit, integrations, problems, told, away: false };
    return (await commitsOf(entity, answer.zone, [commit], how))[commit];
  }
}

const zoneOf = ({ metadata }: Entity) => metadata.annotations?.[ANNOTATION_LANDING_ZONE];
