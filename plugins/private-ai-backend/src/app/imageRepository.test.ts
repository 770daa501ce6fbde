import { application } from '../testing/app';
import { imageRepository, requireOwnImage } from './imageRepository';

const { request: app, zone } = application();
const digest = `sha256:${'a'.repeat(64)}`;

describe("an application's images", () => {
  it('lie in a repository of its own', () => {
    const own = imageRepository(app, zone);
    expect(own).toBe('acrtest.azurecr.io/private-ai/weather-57320d146b89b883323c');
    const others = [
      imageRepository({ ...app, entityRef: 'component:evil/weather' }, zone),
      imageRepository(app, { ...zone, name: 'japan' }),
      imageRepository(app, { ...zone, azure: { subscriptionId: 'another' } }),
    ];
    expect(new Set([own, ...others]).size).toBe(4);
    // An entity reference is the same in any case of letters.
    expect(imageRepository({ ...app, entityRef: 'Component:default/Weather' }, zone)).toBe(own);
  });

  it('are named by their digest, in no repository of others', () => {
    const own = `${imageRepository(app, zone)}@${digest}`;
    const former = `acrtest.azurecr.io/private-ai/weather@${digest}`;
    for (const image of [own, former]) expect(requireOwnImage(image, app, zone)).toBe(image);
    for (const image of [
      own.replace(/@.*/, ':1'),
      `${imageRepository({ ...app, entityRef: 'component:evil/weather' }, zone)}@${digest}`,
      `acrtest.azurecr.io/private-ai/payroll@${digest}`,
      `evil.example/private-ai/weather@${digest}`,
    ])
      expect(() => requireOwnImage(image, app, zone)).toThrow(
        `image must name an image of weather by its digest (${imageRepository(app, zone)}@sha256:…).`,
      );
  });
});
