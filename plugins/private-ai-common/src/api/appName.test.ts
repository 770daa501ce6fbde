import { isAppName } from './appName';

describe('the name of an application', () => {
  it.each(['abc', 'a-1', 'weather-desk', `a${'b'.repeat(23)}`])('may be %s', name => {
    expect(isAppName(name)).toBe(true);
  });

  it.each(['', 'ab', '1ab', '-ab', 'ab-', 'Abc', 'a_b', 'a.b', `a${'b'.repeat(24)}`, 'abc\n'])(
    'may not be %j',
    name => {
      expect(isAppName(name)).toBe(false);
    },
  );
});
