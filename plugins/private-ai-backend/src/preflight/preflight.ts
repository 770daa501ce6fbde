import type { PlannedResource } from '@private-ai/plugin-private-ai-common';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { systemClock, type Clock } from '../time/clock';
import type { Prometheus } from '../metrics/prometheus';
import { modelCapacities, type ModelCapacity } from '../landingZones/capacity';
import type { ManifestInput } from '../app/names';
import { namespace } from '../resources/namespace';
import { telemetry } from '../resources/telemetry';
import { appQuestions } from './appQuestions';
import { askAgain } from './askAgain';
import { metricsQuestion } from './metrics';
import { answersTo, askedAnew, type Found, type Question, type Unasked } from './question';
import { isImage, purposesIn, type Purpose } from './requiredActions';
import { appProblems, type TelemetryFound } from './telemetry';
import { zoneFacts, type ZoneFacts } from './zoneFacts';
import { zoneQuestions } from './zoneQuestions';

/** Milliseconds after which Azure is asked again before it is refused by what it said. */
const pauseMs = 1_000;
/** Days before the end of a model in which the platform team is told. */
const noticeDays = 60;

/** What is not as it should be, found before anything is written. */
export interface Preflight {
  /**
   * What stands in the way of the writes of a plan; only what these need is asked, and without any nothing. What could
   * not be asked is a sentence, too.
   * @param signal - a timeout ends the waiting, and what is not known by then is a sentence; an abort throws
   */
  app(app: ManifestInput, rows: readonly PlannedResource[], signal: AbortSignal): Promise<Found[]>;
  /** Everything of a landing zone, for its platform team. */
  zone(zone: LandingZone, signal: AbortSignal): Promise<ZoneReport>;
}

interface ZoneReport {
  /** What keeps applications from being made, or taken away. */
  problems: string[];
  /** What will, soon. */
  notices: string[];
  /** What could not be asked because its system gave no answer. */
  away: Unasked[];
  /** What could not be asked because its system does not let the portal. */
  refused: Unasked[];
  /** Undefined where Azure could not be asked. */
  capacities?: ModelCapacity[];
}

/** Make one and keep it: what it knows of a landing zone is shared by all that ask. */
export function createPreflight(deps: {
  azure(zone: LandingZone): { arm: ArmClient };
  cluster(zone: LandingZone): Pick<ClusterClient, 'get' | 'list'>;
  /** Undefined where the zone has none. */
  prometheus(zone: LandingZone): Pick<Prometheus, 'instant'> | undefined;
  clock?: Clock;
}): Preflight {
  const { azure, cluster, prometheus, clock = systemClock } = deps;
  const known = new Map<string, ZoneFacts>();
  const factsOf = (zone: LandingZone) => {
    const reach = { arm: azure(zone).arm, cluster: cluster(zone) };
    const facts = known.get(zone.name) ?? zoneFacts(zone, reach, clock);
    known.set(zone.name, facts);
    return facts;
  };

  return {
    async app(app, rows, signal) {
      const { names, zone } = app;
      const purposes = purposesOf(rows, zone);
      if (purposes.length === 0) return [];
      const facts = factsOf(zone);
      const group = names.adoptsResourceGroup ? names.resourceGroup : undefined;
      const asking = <T>(ask: () => Promise<T>) => askAgain(ask, { clock, signal });
      const now = clock.now();
      const { arm } = azure(zone);
      const isMeasured = rows.some(({ id, action }) => id === telemetry.id && action !== 'leave');
      const questions = (from: ZoneFacts) => [
        ...appQuestions(app, rows, { arm, facts: from, asking, now, signal }),
        ...zoneQuestions(zone, from, { purposes, group }),
        ...(isMeasured ? [telemetryQuestion(zone, from, appProblems)] : []),
      ];
      const pause = () => clock.sleep(pauseMs, signal);
      const anew = questions(facts.since(now));
      return answersTo(askedAnew(questions(facts), anew, pause), signal);
    },

    async zone(zone, signal) {
      const facts = factsOf(zone);
      const { resourceGroup } = zone.naming;
      const group = /[{}]/.test(resourceGroup) ? undefined : resourceGroup;
      let capacities: ModelCapacity[] | undefined;
      const models = (from: ZoneFacts) => ({
        about: 'models and quota',
        ask: async () => {
          capacities = modelCapacities(zone, await from.region(), clock.now());
          return capacities.flatMap(({ problem }) => (problem ? [{ message: problem }] : []));
        },
      });
      const questions = (from: ZoneFacts) => [
        models(from),
        ...zoneQuestions(zone, from, { purposes: purposesIn(zone), group }),
        telemetryQuestion(zone, from, (_, { unknown, shared }) => [
          ...Object.values(unknown),
          ...shared,
        ]),
      ];
      const anew = questions(facts.since(clock.now()));
      const source = prometheus(zone);
      const asked = [
        ...askedAnew(questions(facts), anew, () => clock.sleep(pauseMs, signal)),
        ...(source ? [metricsQuestion(source, clock.now())] : []),
      ];
      const found = await answersTo(asked, signal);
      const notices = (capacities ?? []).flatMap(one => retiresSoon(one, clock.now()));
      const told = found.filter(one => !one.away && !one.refused);
      return {
        ...{ notices, capacities },
        problems: told.map(({ message }) => message),
        away: found.flatMap(({ away }) => away ?? []),
        refused: found.flatMap(({ refused }) => refused ?? []),
      };
    },
  };
}

/** @param problems - what of the answer matters */
const telemetryQuestion = (
  zone: LandingZone,
  facts: ZoneFacts,
  problems: (zone: LandingZone, found: TelemetryFound) => string[],
): Question => ({
  about: 'telemetry',
  whom: `the cluster of ${zone.title}`,
  system: 'cluster',
  ask: async () => problems(zone, await facts.telemetry()).map(message => ({ message })),
});

/** What a plan's writes need, and those that only something else keeps it from: everything that is wrong is told at once. */
function purposesOf(rows: readonly PlannedResource[], zone: LandingZone): Purpose[] {
  const touched = rows.filter(({ action }) => action !== 'leave');
  if (touched.length === 0) return [];
  const ids = new Set(touched.map(({ id }) => id));
  // A new application gets an image, too.
  const isNew = touched.some(({ id, action }) => id === namespace.id && action !== 'change');
  return purposesIn(zone).filter(
    purpose => purpose === 'portal' || ids.has(purpose) || (isNew && isImage(purpose)),
  );
}

function retiresSoon({ offer, problem, retires }: ModelCapacity, now: number): string[] {
  if (problem || !retires || Date.parse(retires) - now > noticeDays * 24 * 3600_000) return [];
  return [
    `${offer.name} ${offer.version} is retired on ${retires.slice(0, 10)}: the platform team should offer another model, and the applications that use it should change to that.`,
  ];
}
