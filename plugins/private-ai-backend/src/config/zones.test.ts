import { landingZone } from '../testing/landingZone';
import { knownZones, requireZone, zoneNamed } from './zones';

const zones = ['korea', 'japan'].map(name => landingZone({ name }));

describe('a landing zone by its name', () => {
  it('is the one, or none', () => {
    expect(zoneNamed(zones, 'japan')).toBe(zones[1]);
    expect(zoneNamed(zones, ['japan'])).toBeUndefined();
    expect(requireZone(zones, 'korea')).toBe(zones[0]);
  });

  it('says which there are', () => {
    for (const name of ['mars', undefined, 7])
      expect(() => requireZone(zones, name)).toThrow(
        `landingZone must be one of the portal's landing zones (korea, japan), not ${name}.`,
      );
    expect(knownZones([])).toBe('none');
  });
});
