import { globSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { isOfTests, problemOf, roomOf } from './houses.mjs';
import { fileOf } from './rule.mjs';

/**
 * The files of a house without its tests, their arrows (types included), what runs back up, and the circles.
 * @param {{ root: string, rooms: string[] }} house
 * @param {string} repository the folder that `root` is in
 */
export function lookAt(house, repository) {
  const root = resolve(repository, house.root);
  const files = globSync('**/*.{ts,tsx}', { cwd: root })
    .map(path => path.split(sep).join('/'))
    .filter(path => !isOfTests(path))
    .sort();
  const arrows = files.flatMap(from => {
    const file = join(root, from);
    const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
    return importedFiles.flatMap(({ fileName }) => {
      const target = fileOf(file, fileName);
      const to = target && relative(root, target).split(sep).join('/');
      return to && !to.startsWith('..') ? [{ from, to }] : [];
    });
  });
  const between = arrows
    .map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }))
    .filter(({ from, to }) => from !== to);
  const roomArrows = [...new Map(between.map(one => [`${one.from} ${one.to}`, one])).values()];
  return {
    rooms: new Set(files.map(roomOf)).size,
    files: files.length,
    arrows: roomArrows.length,
    back: arrows.flatMap(({ from, to }) => {
      const problem = problemOf(house, from, to);
      return problem ? [`${from} → ${to}: ${problem}`] : [];
    }),
    fileCircles: circlesOf(arrows),
    roomCircles: circlesOf(roomArrows),
  };
}

/** Groups that reach each other (Tarjan's strongly connected components of more than one). */
function circlesOf(arrows) {
  const next = new Map();
  for (const { from, to } of arrows) next.set(from, [...(next.get(from) ?? []), to]);
  const index = new Map();
  const low = new Map();
  const stack = [];
  const circles = [];
  const visit = one => {
    index.set(one, index.size);
    low.set(one, index.get(one));
    stack.push(one);
    for (const other of next.get(one) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(one, Math.min(low.get(one), low.get(other)));
    }
    if (low.get(one) !== index.get(one)) return;
    const circle = stack.splice(stack.indexOf(one));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const one of next.keys()) if (!index.has(one)) visit(one);
  return circles;
}
