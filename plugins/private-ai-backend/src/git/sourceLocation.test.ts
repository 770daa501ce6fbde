import { comingFrom, integrationsOf } from '../testing/answeringHost';
import { entity } from '../testing/replica';
import { parseRepoUrl, sameRepository } from './repoUrl';
import { sourceRepository } from './sourceLocation';

const git = { type: 'github', host: 'github.com' } as const;
const none = integrationsOf({});

describe("an entity's repository", () => {
  it('is the same in other letters, and another of another owner', () => {
    const same = (one: string, other: string) =>
      sameRepository(parseRepoUrl(one), parseRepoUrl(other));
    expect(same('h?owner=Apps&repo=Weather', 'H?owner=apps&repo=weather')).toBe(true);
    expect(same('h?owner=apps&repo=weather', 'h?owner=app&repo=weather')).toBe(false);
  });

  it('is said to be missing, or to be none', () => {
    expect(() => sourceRepository(entity('weather'), git, none)).toThrow(
      'component:default/weather does not say where its source is',
    );
    for (const target of ['https://github.com/contoso', 'https://github.com/contoso/%zz']) {
      expect(() => sourceRepository(comingFrom(target), git, none)).toThrow(
        'which is no repository on github',
      );
    }
  });

  it('leads nowhere else than it says', () => {
    for (const target of ['https://github.com/contoso/%2e%2e', 'https://github.com/..%2fx/a'])
      expect(() => sourceRepository(comingFrom(target), git, none)).toThrow(
        /is no repository|form/,
      );
  });
});
