import type { LandingZone } from '../config/landingZone';
import type { WorkContext } from '../operations/work';

/** What an operation gives to its work; checkpoints live as long as the returned context. */
export function contextOf(zone: LandingZone, stop = new AbortController().signal) {
  const log: string[] = [];
  const kept = new Map<string, string>();
  const checkpoints: WorkContext['checkpoints'] = {
    get: async key => kept.get(key),
    set: async (key, value) => void (value === undefined ? kept.delete(key) : kept.set(key, value)),
  };
  return {
    zone,
    signal: stop,
    log: (line: string) => void log.push(line),
    lines: log,
    stage: async () => undefined,
    checkpoints,
  };
}

/** Another landing zone in the same subscription and on the same cluster, with names of its own. */
export const southOf = (zone: LandingZone): LandingZone => ({
  ...zone,
  name: 'south',
  title: 'South',
  naming: {
    ...zone.naming,
    resourceGroup: 'rg-south-{app}',
    identity: 'uami-south-{app}',
    foundryAccount: 'aif-south-{app}',
    foundrySubdomain: 'aif-south-{app}-{hash}',
    privateEndpoint: 'pe-south-{app}',
    connector: 'south_{app}',
    namespace: 'south-{app}',
  },
});
