import type { AppFigures, AppRequest, Outage } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { fleetFigures, measuredAs, type Counted, type Measured } from '../metrics/fleetFigures';
import { isRejected, type Prometheus } from '../metrics/prometheus';
import { Asking, type Noticed } from '../outages/outages';
import { inTime } from '../time/inTime';
import { remember } from '../time/remember';

/** Milliseconds for the figures of a landing zone: the page is of use without them. */
const usualPatienceMs = 4_000;

/** Milliseconds for which figures count for whoever else sees the same applications. */
const rememberedMs = 10_000;

type Counting = Promise<Map<string, Counted>>;

/** What Prometheus counts of applications, asked once for all who look. */
export function counting(
  prometheusFor: (zone: LandingZone) => Prometheus | undefined,
): FigureDeps['countedIn'] {
  const remembered = remember<Map<string, Counted>>(rememberedMs);
  return (zone, apps) => {
    const prometheus = prometheusFor(zone);
    if (!prometheus) return undefined;
    const key = [zone.name, ...apps.map(measuredAs).sort()].join(' ');
    return remembered(key, () => fleetFigures(apps, prometheus, Math.floor(Date.now() / 1000)));
  };
}

export interface FigureDeps {
  noticed: Noticed;
  /** Milliseconds for the figures of one landing zone. */
  figuresWithinMs?: number;
  /** Undefined where a landing zone has no Prometheus. */
  countedIn(zone: LandingZone, apps: readonly Measured[]): Counting | undefined;
  /** What applications were last provisioned with. */
  requests(entityRefs: readonly string[]): Promise<Map<string, AppRequest>>;
}

/** An application as far as its figures need it. */
interface Seen {
  entityRef: string;
  may: { measure: boolean };
  answer?: { zone: LandingZone };
  /** Whose series are its own; where that is not sure, nothing is asked. */
  own?: Measured;
}

/** The figures of all, with one question to the Prometheus of each landing zone, of those whose metrics one may read. */
export async function figuresOf(
  apps: readonly Seen[],
  deps: FigureDeps,
): Promise<{ figures: Map<string, AppFigures>; outages: Outage[] }> {
  const measured = apps.filter(({ may }) => may.measure);
  const zones = [...new Set(measured.flatMap(({ answer }) => answer?.zone ?? []))];
  const [requests, ...answers] = await Promise.all([
    deps.requests(measured.map(({ entityRef }) => entityRef)),
    ...zones.map(zone => askFigures(zone, measured.filter(isIn(zone)), deps)),
  ]);
  const told = answers.flatMap(({ zone, found, outages }) =>
    !found && outages.length === 0
      ? []
      : measured.filter(isIn(zone)).map(({ entityRef, own }): [string, AppFigures] => {
          const counted = own && found?.get(measuredAs(own));
          return [entityRef, counted ? figuresIn(counted, zone, requests.get(entityRef)) : {}];
        }),
  );
  return { figures: new Map(told), outages: answers.flatMap(({ outages }) => outages) };
}

/** Nothing found and no outage: the landing zone has no Prometheus. */
async function askFigures(
  zone: LandingZone,
  apps: readonly Seen[],
  { noticed, countedIn, figuresWithinMs = usualPatienceMs }: FigureDeps,
) {
  const own = apps.flatMap(one => one.own ?? []);
  const counted = countedIn(zone, own);
  // Where nothing is asked, nobody has seen whether it answers.
  if (counted && own.length === 0) return { zone, found: new Map<string, Counted>(), outages: [] };
  const asking = new Asking(zone, noticed);
  const answer =
    counted &&
    (await asking.ask('prometheus', () =>
      inTime(`Prometheus of ${zone.title}`, figuresWithinMs, () => counted.catch(orUnknown)),
    ));
  return { zone, found: answer?.found, outages: asking.outages() };
}

/** It answered, and did not like the question: that is no outage, and what it was asked for is not known. */
function orUnknown(error: unknown): Map<string, Counted> {
  if (!isRejected(error)) throw error;
  return new Map();
}

const isIn =
  (zone: LandingZone) =>
  ({ answer }: Seen) =>
    answer?.zone === zone;

/** A cost where both kinds of tokens were counted, and the landing zone has a price for the model. */
function figuresIn(
  { runs, errors, tokens: { input, output } }: Counted,
  zone: LandingZone,
  request: AppRequest | undefined,
): AppFigures {
  const offer = zone.models.find(
    ({ name, version, sku }) =>
      name === request?.model.name &&
      version === request.model.version &&
      sku === request.model.sku,
  );
  const price = offer?.price;
  return {
    ...(runs !== undefined && { runs }),
    ...(errors !== undefined && { errors }),
    ...(price &&
      input !== undefined &&
      output !== undefined && {
        cost: {
          amount: (input * price.input + output * price.output) / 1_000_000,
          currency: price.currency,
        },
      }),
  };
}
