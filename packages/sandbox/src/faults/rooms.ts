/** Who may be told to fail, as rules name them; each is what one address of the sandbox stands for. */
export const faultRooms = [
  'arm',
  'cluster',
  'entra',
  'git',
  'registry',
  'model',
  'prometheus',
] as const;

export type FaultRoom = (typeof faultRooms)[number];

/** @throws a sentence that names those that there are */
export function requireRoom(name: unknown): FaultRoom {
  const room = faultRooms.find(one => one === name);
  if (!room) throw new Error(`There is no room ${name}: ${faultRooms.join(', ')}.`);
  return room;
}
