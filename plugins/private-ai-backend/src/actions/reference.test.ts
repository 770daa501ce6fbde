import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { actionsReference } from './reference';

const file = resolve(__dirname, '../../../../docs/actions.md');

describe('the reference of the actions', () => {
  it('stands in the documentation as the code has it; else run `npm run docs`', () => {
    expect(readFileSync(file, 'utf8')).toBe(actionsReference());
  });

  it('has words for every field', () => {
    const rows = actionsReference().match(/^\| `.*$/gm) ?? [];
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) expect(row).toMatch(/^\| `[^`]+` \| .+ \| \S.* \|$/);
  });
});
