// `node scripts/rooms.mjs`: the houses, their rooms and arrows; names what runs back up and what goes round (exit 1).
import { resolve } from 'node:path';
import { lookAt } from './rooms/graph.mjs';
import { houses } from './rooms/houses.mjs';

const repository = resolve(import.meta.dirname, '..');
const looks = houses.map(house => ({ house: house.name, ...lookAt(house, repository) }));
for (const { house, back, fileCircles, roomCircles } of looks) {
  for (const one of back) console.error(`${house}: ${one}`);
  for (const one of fileCircles) console.error(`${house}: a circle of files: ${one.join(', ')}`);
  for (const one of roomCircles) console.error(`${house}: a circle of rooms: ${one.join(', ')}`);
}
console.table(
  looks.map(({ house, rooms, files, arrows, back, fileCircles, roomCircles }) => ({
    house,
    rooms,
    files,
    arrows,
    'back arrows': back.length,
    'circles of files': fileCircles.length,
    'circles of rooms': roomCircles.length,
  })),
);
const wrong = looks.flatMap(({ back, fileCircles, roomCircles }) => [
  ...back,
  ...fileCircles,
  ...roomCircles,
]);
process.exitCode = wrong.length > 0 ? 1 : 0;
