import type { AppLocation } from '../app/location';
import { landingZone } from '../testing/landingZone';
import { Asking, Noticed } from '../outages/outages';
import { Readings } from './readings';

const at = (changes: Partial<AppLocation> = {}): AppLocation =>
  ({
    ...{ entityRef: 'component:default/weather', namespace: 'weather', zone: landingZone() },
    ...{ service: { name: 'weather' }, agentPath: '/api/agent' },
    described: {
      owners: ['group:default/app-team'],
      origin: 'url:https://git.example/apps/weather',
    },
    ...changes,
  }) as AppLocation;
const reading = { at: '2026-01-01T00:00:00Z', state: 'running' } as const;

describe('what is remembered of an application', () => {
  it('is told of that one alone, and of nobody who has its name next or points at its namespace', () => {
    const readings = new Readings();
    readings.keep(at(), reading);
    expect(readings.of(at())).toMatchObject(reading);
    const { owners, origin } = at().described!;
    for (const other of [
      at({ described: { owners: ['group:default/others'], origin } }),
      at({ described: { owners, origin: 'url:https://git.example/others/weather' } }),
      at({ namespace: 'payroll' }),
      at({ entityRef: 'component:default/rain' }),
    ])
      expect(readings.of(other)).toBeUndefined();
  });

  it('goes with the two thousandth after it', () => {
    const readings = new Readings();
    readings.keep(at(), reading);
    for (let more = 0; more < 2000; more++)
      readings.keep(at({ entityRef: `component:default/app-${more}` }), reading);
    expect(readings.of(at())).toBeUndefined();
    expect(readings.of(at({ entityRef: 'component:default/app-0' }))).toBeDefined();
  });
});

describe('what a system that is away has said', () => {
  it('is told once, and cut', async () => {
    const asking = new Asking(landingZone(), new Noticed());
    const fails = () => Promise.reject(new Error('x'.repeat(10_000)));
    expect(await asking.ask('cluster', fails)).toBeUndefined();
    expect(await asking.ask('cluster', fails)).toBeUndefined();
    const outages = asking.outages();
    expect(outages).toHaveLength(1);
    expect(outages[0].detail).toHaveLength(400);
  });
});
