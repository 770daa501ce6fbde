import { landingZone } from '../testing/landingZone';
import { landingZoneOffer } from '../landingZones/offers';

const gpt5 = { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', maxCapacity: 100 };
const mini = { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', maxCapacity: 30 };
const endpoint = 'https://aif-playground.openai.azure.com';
const zoneWith = (models: object[], playground?: object) =>
  landingZone({ models, ...(playground && { playground }) });

describe('the playground of a landing zone', () => {
  it('is nothing where nothing is said of it', () => {
    const zone = zoneWith([gpt5]);
    expect(zone.playground).toBeUndefined();
    expect(landingZoneOffer(zone).models).toEqual(zone.models);
  });

  it('has a deployment for each model that says so, and the form is told which, and nothing else', () => {
    const zone = zoneWith([gpt5, { ...mini, playground: 'mini' }], { endpoint: `${endpoint}/` });
    expect(zone.playground?.endpoint).toBe(endpoint);
    expect([...zone.playground!.deployments]).toEqual([[zone.models[1], 'mini']]);
    const offer = landingZoneOffer(zone);
    expect(offer.models.map(({ playground }) => playground)).toEqual([undefined, true]);
    expect(JSON.stringify(offer)).not.toContain('aif-playground');
  });

  it.each([
    [[{ ...mini, playground: 'mini' }], undefined, 'playground.endpoint'],
    [[{ ...mini, playground: 'mini' }], { endpoint: 'http://aif' }, 'playground.endpoint'],
    [[mini], { endpoint }, 'playground.endpoint'],
    [[{ ...mini, playground: 'a/b' }], { endpoint }, 'models[0].playground'],
  ])('stops the start where it cannot be right: %j, %j', (models, playground, key) => {
    expect(() => zoneWith(models, playground)).toThrow(key);
  });
});
