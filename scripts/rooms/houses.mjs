/**
 * The houses and their rooms, from the top down: a room knows only those below it. A file beside the folders is a room of its
 * own. Tests and what only they use are free; nothing else may know them.
 *
 * Rooms that stand `apart` know none of each other, whatever the order.
 *
 * @type {{ name: string, root: string, rooms: string[], apart?: string[] }[]}
 */
export const houses = [
  {
    name: 'backend',
    root: 'plugins/private-ai-backend/src',
    rooms: [
      'index.ts',
      'plugin.ts',
      'module.ts',
      // Verbs for people's templates and for AI clients.
      'actions',
      'mcp',
      // What the portal does.
      'making',
      'verification',
      'releases',
      'inventory',
      'retirement',
      'provisioning',
      // What people are told of it.
      'notices',
      // What is not kept.
      'retention',
      'chat',
      'preflight',
      'resources',
      'images',
      'metrics',
      'playground',
      'landingZones',
      'userTokens',
      // How it is done, whatever it is.
      'engine',
      'operations',
      // What cannot be asked, and what then holds.
      'outages',
      // What it is done with.
      'kubernetes',
      'azure',
      'git',
      'permissions',
      'audit',
      'app',
      'portalApi',
      'sse',
      'database',
      'time',
      'redaction',
      'config',
    ],
  },
  {
    name: 'frontend',
    root: 'plugins/private-ai/src',
    rooms: [
      'index.ts',
      'plugin.tsx',
      // They bring together what is to be seen of one's applications, and what an application's page offers.
      'home',
      'overview',
      'releases',
      'chat',
      'metrics',
      'curation',
      'fields',
      'playground',
      'operations',
      'ui',
      'api',
      'translations',
      'routes.ts',
    ],
    apart: ['releases', 'chat', 'metrics', 'curation', 'fields'],
  },
  {
    name: 'common',
    root: 'plugins/private-ai-common/src',
    rooms: ['index.ts', 'chat', 'status', 'api', 'permissions.ts', 'annotations.ts'],
  },
  {
    name: 'sandbox',
    root: 'packages/sandbox/src',
    rooms: [
      'main.ts',
      'sandbox.ts',
      'admin.ts',
      'controllers',
      'kubernetes',
      'registry',
      'python',
      'model',
      'git',
      'telemetry',
      'arm',
      'entra',
      'faults',
      'room.ts',
      'tls',
      'state',
      'files',
      'listen.ts',
      'ownHost.ts',
      'freePort.ts',
    ],
  },
];

/** What only tests use. */
export const isOfTests = path =>
  /(^|\/)(testing|testdata)\/|\.test\.[a-z]+$|ForTest\.[a-z]+$|(^|\/)setupTests\./.test(path);

/** The room of a file, by its path within the house. */
export const roomOf = path => path.split('/')[0];

/**
 * What is wrong with an arrow between two files of a house, or undefined.
 * @param {{ root: string, rooms: string[], apart?: string[] }} house
 */
export function problemOf({ root, rooms, apart = [] }, from, to) {
  if (isOfTests(from)) return undefined;
  if (isOfTests(to)) return `${to} is for tests alone: ${from} is none.`;
  const [above, below] = [roomOf(from), roomOf(to)];
  if (above === below) return undefined;
  const unknown = [above, below].find(room => !rooms.includes(room));
  if (unknown)
    return `The room ${unknown} of ${root} has no place in scripts/rooms/houses.mjs: give it one.`;
  if (apart.includes(above) && apart.includes(below))
    return `${above} must not know ${below}: they stand apart, what they share lies below both.`;
  return rooms.indexOf(above) < rooms.indexOf(below)
    ? undefined
    : `${above} must not know ${below}, which stands above it in scripts/rooms/houses.mjs.`;
}
