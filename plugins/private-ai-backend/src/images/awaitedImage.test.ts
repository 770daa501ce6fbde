import type { LandingZone } from '../config/landingZone';
import { app, repository, startBuild } from './buildForTest';
import { startImages } from './imagesForTest';

describe('the build of a published commit, where somebody else builds', () => {
  let images: Awaited<ReturnType<typeof startImages>>;
  const external = (waitMinutes = 1): LandingZone => ({
    ...app.zone,
    registry: {
      ...app.zone.registry,
      endpoint: images.url,
      build: { strategy: 'external', waitMinutes },
    },
  });
  const token = async (scope: string) => `entra token for ${scope}`;
  let world: Awaited<ReturnType<typeof startBuild>>;
  let lines: typeof world.lines;
  let kept: typeof world.kept;
  let build: typeof world.build;
  beforeEach(async () => {
    images = await startImages();
    world = await startBuild();
    ({ lines, kept, build } = world);
  });
  afterEach(async () => {
    await images.stop();
    await world.stop();
  });

  it('waits for the image of the commit and takes its digest, with a token of the registry', async () => {
    images.push(`${repository}:cccccccccccc`, 2);
    await expect(build({ zone: external(), token })).resolves.toEqual({
      image: `acrtest.azurecr.io/${repository}@${images.digest}`,
    });
    expect(lines[0]).toMatch(
      /^Waits for the company's builder to push acrtest.azurecr.io\/private-ai\/weather-[0-9a-f]{20}:cccccccccccc: \d+ s so far/,
    );
    expect(images.asked.slice(0, 2)).toEqual([
      {
        grant_type: 'access_token',
        service: 'acrtest.azurecr.io',
        tenant: app.zone.azure.tenantId,
        access_token: 'entra token for https://containerregistry.azure.net/.default',
      },
      {
        grant_type: 'refresh_token',
        service: 'acrtest.azurecr.io',
        scope: `repository:${repository}:pull`,
        refresh_token: 'refresh',
      },
    ]);
    expect(images.asked).toHaveLength(2);
  });

  it('signs in again when its token ends while it waits', async () => {
    images.forgetAfter(2);
    images.push(`${repository}:cccccccccccc`, 4);
    await build({ zone: external(), token });
    expect(images.asked).toHaveLength(4);
  });

  it('counts the time from the first look, whichever replica it was, and says what to do when it is over', async () => {
    kept.set('waits-since', new Date(Date.now() - 61_000).toISOString());
    await expect(build({ zone: external(), token })).rejects.toThrow(
      /weather-\w+:cccccccccccc was not pushed within 1 minutes. Look at the run of the repository’s CI/,
    );
    expect(kept.has('waits-since')).toBe(false);
  });

  it('does not wait for what it may not see, nor for a repository of another entity', async () => {
    images.refuse(401);
    await expect(build({ zone: external(), token })).rejects.toThrow(
      /does not let the portal's identity look for images \(401\): the platform team has to assign it AcrPull/,
    );
    await world.publish({ 'catalog-info.yaml': 'kind: Component\n' });
    await expect(build({ zone: external(), token })).rejects.toThrow(/'s own: the catalog-info/);
  });

  it('bears a registry that does not answer, and says so', async () => {
    images.refuse(503, 2);
    images.push(`${repository}:cccccccccccc`, 0);
    await build({ zone: external(), token });
    expect(lines).toContain('The registry acrtest.azurecr.io answered 503.');
  });

  it('goes nowhere else with its tokens', async () => {
    images.refuse(307, 1);
    images.push(`${repository}:cccccccccccc`, 0);
    await build({ zone: external(), token });
    expect(lines).toContain('The registry acrtest.azurecr.io answered 307.');
  });
});
