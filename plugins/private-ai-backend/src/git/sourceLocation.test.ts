import { entity } from '../testing/replica';
import { sameRepository, sourceRepository } from './sourceLocation';

const at = (target: string) => {
  const { metadata, ...rest } = entity('weather');
  const annotations = { 'backstage.io/source-location': `url:${target}` };
  return { ...rest, metadata: { ...metadata, annotations } };
};

describe("an entity's repository", () => {
  it.each([
    [
      'github',
      'https://github.com/contoso/weather/tree/main/',
      'github.com?owner=contoso&repo=weather',
    ],
    [
      'gitea',
      'https://git.example:3000/apps/weather/src/branch/main/',
      'git.example:3000?owner=apps&repo=weather',
    ],
    [
      'gitlab',
      'https://gitlab.com/ai/team/weather/-/tree/main/',
      'gitlab.com?owner=ai%2Fteam&repo=weather',
    ],
    ['gitlab', 'https://gitlab.com/ai/weather.git', 'gitlab.com?owner=ai&repo=weather'],
    [
      'azure',
      'https://dev.azure.com/contoso/AI%20apps/_git/weather?path=/',
      'dev.azure.com?organization=contoso&project=AI+apps&repo=weather',
    ],
    [
      'azure',
      'https://dev.azure.com/contoso/_git/weather',
      'dev.azure.com?organization=contoso&project=weather&repo=weather',
    ],
  ] as const)('on %s at %s', (type, target, repoUrl) => {
    expect(sourceRepository(at(target), type)).toBe(repoUrl);
  });

  it('below a path of the host', () => {
    const target = 'https://company.example/gitlab/ai/weather/-/blob/main/';
    const repoUrl = sourceRepository(at(target), 'gitlab', '/gitlab');
    expect(repoUrl).toBe('company.example?owner=ai&repo=weather');
  });

  it('is the same in other letters, and another of another owner', () => {
    expect(sameRepository('h?owner=Apps&repo=Weather', 'H?owner=apps&repo=weather')).toBe(true);
    expect(sameRepository('h?owner=apps&repo=weather', 'h?owner=app&repo=weather')).toBe(false);
  });

  it('is said to be missing, or to be none', () => {
    expect(() => sourceRepository(entity('weather'), 'github')).toThrow(
      'component:default/weather does not say where its source is',
    );
    for (const target of ['https://github.com/contoso', 'https://github.com/contoso/%zz']) {
      expect(() => sourceRepository(at(target), 'github')).toThrow(
        'which is no repository on github',
      );
    }
  });
});
