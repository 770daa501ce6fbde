import { RELATION_OWNED_BY, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import {
  ANNOTATION_LANDING_ZONE,
  type MyApp,
  type MyApps,
} from '@private-ai/plugin-private-ai-common';
import type { Waiting } from '../chat/waiting';
import type { LandingZone } from '../config/landingZone';
import type { CommitsTold } from '../git/commitsTold';
import type { Standing } from '../operations/standings';
import { commitsOf } from './commitsOf';
import { figuresOf, type FigureDeps } from './figures';
import { fleetStatus, type FleetLine } from './fleet';
import type { Readings } from './readings';
import type { ZoneReach, ZoneStanding } from './zoneAnswer';

/** Applications that are told at once; who has more finds the rest in the catalog. */
export const mostOfMine = 60;

/** What somebody may do with an application; `measure` is to read its metrics. */
export type May = MyApp['may'] & { measure: boolean };

interface Deps extends ZoneReach, FigureDeps {
  zones: readonly LandingZone[];
  standings(entityRefs: readonly string[]): Promise<Map<string, Standing>>;
  readings: Readings;
  integrations: ScmIntegrations;
  told: CommitsTold;
  /** Conversations of who asks in which the agent of one of these waits. */
  waiting(entityRefs: readonly string[]): Promise<Waiting[]>;
  /** What one landing zone's cluster and Azure say. */
  askZone(zone: LandingZone): Promise<ZoneStanding>;
}

/**
 * The applications of one's own teams with the same few questions to each landing zone that they are in: how each is, by the rule
 * of its own page, which commit runs, what it was asked and cost lately, and whether its agent waits for who asks.
 */
export async function myApps(
  apps: readonly { entity: Entity; may: May }[],
  deps: Deps,
): Promise<Pick<MyApps, 'apps' | 'outages' | 'problems'>> {
  const zones = deps.zones.filter(({ name }) => apps.some(({ entity }) => zoneOf(entity) === name));
  const chatting = apps.flatMap(({ entity, may }) =>
    may.chat ? [stringifyEntityRef(entity)] : [],
  );
  const [answers, standings, waiting] = await Promise.all([
    Promise.all(zones.map(deps.askZone)),
    deps.standings(apps.map(({ entity }) => stringifyEntityRef(entity))),
    deps.waiting(chatting),
  ]);
  const seen = await Promise.all(
    apps.map(async ({ entity, may }): Promise<SeenApp> => {
      const entityRef = stringifyEntityRef(entity);
      const answer = answers.find(({ zone }) => zone.name === zoneOf(entity));
      const standing = standings.get(entityRef) ?? {};
      const line = await fleetStatus(entity, answer, standing, deps);
      return { ...{ entity, entityRef, may, answer, standing }, ...line };
    }),
  );
  const problems: string[] = [];
  const [{ figures, outages }, lines] = await Promise.all([
    figuresOf(seen, deps),
    Promise.all(seen.map(lineOf)),
  ]);
  return {
    apps: lines.map(line => ({
      ...line,
      ...(figures.has(line.entityRef) && { figures: figures.get(line.entityRef) }),
    })),
    outages: [...answers.flatMap(one => one.outages), ...outages],
    problems,
  };

  async function lineOf(app: SeenApp): Promise<MyApp> {
    const { entity, entityRef, answer, standing, status, commit, own } = app;
    const { release, chat } = app.may;
    const count = waitingIn(waiting, entityRef, own);
    return {
      entityRef,
      ...(entity.metadata.title && { title: entity.metadata.title }),
      owner: entity.relations?.find(({ type }) => type === RELATION_OWNED_BY)?.targetRef,
      landingZone: answer?.zone.title ?? zoneOf(entity) ?? '',
      ...{ status, may: { release, chat } },
      ...(status.remedy === 'resume' && { stopped: standing.newest?.kind }),
      ...(commit && { running: { commit, ...(await toldOf(entity, commit, answer)) } }),
      ...(count > 0 && { waiting: count }),
    };
  }

  async function toldOf(entity: Entity, commit: string, answer: ZoneStanding | undefined) {
    if (!answer) return undefined;
    const { integrations, told } = deps;
    const how = { running: commit, integrations, problems, told, away: false };
    return (await commitsOf(entity, answer.zone, [commit], how))[commit];
  }
}

/** One application, and what was seen of it. */
interface SeenApp extends FleetLine {
  entity: Entity;
  entityRef: string;
  may: May;
  answer: ZoneStanding | undefined;
  standing: Standing;
}

/** Those of another that was called so before are in its Namespace. */
const waitingIn = (all: readonly Waiting[], entityRef: string, own: FleetLine['own']) =>
  all
    .filter(one => own && one.entityRef === entityRef)
    .filter(({ application }) => application === undefined || application === own?.uid)
    .reduce((sum, { conversations }) => sum + conversations, 0);

const zoneOf = ({ metadata }: Entity) => metadata.annotations?.[ANNOTATION_LANDING_ZONE];
