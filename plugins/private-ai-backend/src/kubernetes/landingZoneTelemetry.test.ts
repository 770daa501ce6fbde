import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { landingZone } from '../testing/landingZone';
import { collectorManifest } from './collector';
import {
  collectorFaults,
  collectorWaits,
  podMonitorFaults,
  selectsCollector,
} from './givenTelemetry';
import { podMonitorManifest } from './podMonitor';

const file = resolve(__dirname, '../../../../infra/cluster/telemetry.yaml');

describe('the telemetry that infra/cluster has for a landing zone’s own Flux', () => {
  const zone = landingZone();
  const [collector, podMonitor] = parseAllDocuments(readFileSync(file, 'utf8')).map(one =>
    one.toJS(),
  );

  it('is what the portal would make, but for whose it is', () => {
    const unlabelled = ({ metadata: { labels: _, ...metadata }, ...rest }: typeof collector) => ({
      ...rest,
      metadata,
    });
    expect(collector).toEqual(unlabelled(collectorManifest(zone)));
    expect(podMonitor).toEqual(unlabelled(podMonitorManifest(zone)));
  });

  it('is found well', () => {
    expect(collectorFaults(collector)).toEqual([]);
    expect(selectsCollector(podMonitor, zone.telemetry)).toBe(true);
    expect(podMonitorFaults(podMonitor)).toEqual([]);
  });

  it.each([
    [undefined, /operator has not taken it up/],
    [{ scale: { statusReplicas: '0/1' } }, /none of its 1 pods is ready/],
    [{ scale: { statusReplicas: '1/2' } }, undefined],
  ])('takes nothing before it is ready: %j', (status, says) => {
    const waits = collectorWaits({ ...collector, status });
    if (says) expect(waits).toMatch(says);
    else expect(waits).toBeUndefined();
  });
});
