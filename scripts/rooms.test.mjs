import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ESLint } from 'eslint';
import { lookAt } from './rooms/graph.mjs';
import { houses, problemOf } from './rooms/houses.mjs';

const repository = resolve(import.meta.dirname, '..');

describe('the rooms of each house', () => {
  for (const house of houses)
    test(`${house.name}: every room that has a place is there`, () => {
      const missing = house.rooms.filter(room => !existsSync(join(repository, house.root, room)));
      assert.deepEqual(missing, []);
    });
  for (const house of houses)
    test(`${house.name}: no arrow runs back up, nothing goes round`, () => {
      const { back, fileCircles, roomCircles } = lookAt(house, repository);
      assert.deepEqual(
        { back, fileCircles, roomCircles },
        { back: [], fileCircles: [], roomCircles: [] },
      );
    });
});

describe('a planted import', () => {
  const house = houses.find(({ name }) => name === 'backend');
  let copy;
  before(() => {
    copy = mkdtempSync(join(tmpdir(), 'private-ai-rooms-'));
    mkdirSync(join(copy, house.root), { recursive: true });
    cpSync(join(repository, house.root), join(copy, house.root), { recursive: true });
  });
  after(() => rmSync(copy, { recursive: true }));

  const plant = (file, text) => writeFileSync(join(copy, house.root, file), text);

  test('that runs back up is named, and the circle that it closes', () => {
    plant(
      'time/planted.ts',
      "import type { Work } from '../operations/work';\nexport type Planted = Work;\n",
    );
    plant('operations/planted.ts', "export type { Planted } from '../time/planted';\n");
    const { back, roomCircles } = lookAt(house, copy);
    assert.equal(back.length, 1);
    assert.match(
      back[0],
      /^time\/planted\.ts → operations\/work\.ts: time must not know operations/,
    );
    assert.ok(roomCircles.some(circle => circle.includes('time') && circle.includes('operations')));
  });

  test('of what is for tests alone is named, and so is a room without a place', () => {
    plant(
      'app/planted.ts',
      "import { appForTest } from '../testing/app';\nexport const planted = appForTest;\n",
    );
    mkdirSync(join(copy, house.root, 'attic'));
    plant('attic/planted.ts', "export { namesOf } from '../app/names';\n");
    const { back } = lookAt(house, copy);
    assert.ok(back.some(one => /^app\/planted\.ts .* for tests alone/.test(one)));
    assert.ok(back.some(one => /^attic\/planted\.ts .*The room attic .* has no place/.test(one)));
  });

  test('between rooms that stand apart is named', () => {
    const frontend = houses.find(({ name }) => name === 'frontend');
    assert.match(
      problemOf(frontend, 'releases/ReleaseDialog.tsx', 'fields/FieldNote.tsx'),
      /^releases must not know fields: they stand apart/,
    );
    assert.equal(problemOf(frontend, 'releases/ReleaseDialog.tsx', 'ui/newId.ts'), undefined);
  });

  for (const text of [
    "import type { Work } from '../operations/work';\nexport type Planted = Work;\n",
    "export * from '../operations/work';\n",
    "export type Planted = import('../operations/work').Work;\n",
  ])
    test(`fails lint: ${text.split('\n')[0]}`, async () => {
      const eslint = new ESLint({ cwd: repository });
      const filePath = join(repository, house.root, 'time/planted.ts');
      const [{ messages }] = await eslint.lintText(text, { filePath });
      assert.ok(messages.some(({ ruleId }) => ruleId === 'rooms/order'));
    });
});
