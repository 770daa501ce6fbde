import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { appNameLength, isAppName } from './appName';

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

  it('is as long in the form of the template', () => {
    const file = resolve(__dirname, '../../../../templates/private-ai-app/template.yaml');
    const [, asked] = /^ {8}name:\n((?: {10}.*\n)+)/m.exec(readFileSync(file, 'utf8')) ?? [];
    const { least, most } = appNameLength;
    expect(asked).toContain(`minLength: ${least}\n`);
    expect(asked).toContain(`maxLength: ${most}\n`);
  });
});
