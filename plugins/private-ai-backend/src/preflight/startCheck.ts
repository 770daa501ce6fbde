import type { LandingZone } from '../config/landingZone';
import type { Preflight } from './preflight';

/** Milliseconds for a whole landing zone; the start does not wait for it. */
const patienceMs = 60_000;

/** Says on start what of each landing zone is not as it should be. Never throws: the portal runs without a zone, too. */
export async function checkAtStart(
  zones: readonly LandingZone[],
  preflight: Preflight,
  logger: { info(message: string): void; warn(message: string): void },
): Promise<void> {
  await Promise.all(
    zones.map(async zone => {
      const of = `Landing zone ${zone.name}`;
      try {
        const limit = AbortSignal.timeout(patienceMs);
        const { problems, notices, away, refused } = await preflight.zone(zone, limit);
        const unasked = [...refused, ...away].map(({ said }) => said);
        for (const message of [...problems, ...unasked, ...notices])
          logger.warn(`${of}: ${message}`);
        if (problems.length + unasked.length === 0)
          logger.info(`${of} has all that applications need.`);
      } catch (error) {
        logger.warn(`${of} could not be checked: ${(error as Error).message}`);
      }
    }),
  );
}
