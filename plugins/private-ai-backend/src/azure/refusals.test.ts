import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refusalTable } from './refusalTable';
import { refusalsTable } from './refusals';

const guide = resolve(__dirname, '../../../../docs/provisioning.md');

describe('the table of refusals', () => {
  it('stands in the documentation as it is here', () => {
    const [, section] =
      /<!-- refusals -->\n([^]*?)<!-- \/refusals -->/.exec(readFileSync(guide, 'utf8')) ?? [];
    expect(section?.trim()).toBe(refusalsTable());
  });

  it('has each code once, but for a type or for words that stand before', () => {
    const all = refusalTable.flatMap((row, at) =>
      row.codes.map(code => ({ code: code.toLowerCase(), at, row })),
    );
    for (const { code, at, row } of all) {
      const above = all.filter(one => one.code === code && one.at < at);
      for (const { row: other } of above)
        expect(other.words ?? other.on ?? row.codes).not.toEqual(row.codes);
    }
  });

  it('says what to do in each final one, in a sentence that goes on after the resource', () => {
    const idle = new Set(['InvalidReference', 'ResourceNotFound']);
    for (const { says, final, codes } of refusalTable) {
      expect(says).toMatch(/^[a-zA-Z].*[^.]$/);
      if (final && !idle.has(codes[0]))
        expect(says).toMatch(/platform team|Choose|Ask |Remove|Run /);
      if (!final) expect(says).toMatch(/that passes$/);
    }
  });
});
