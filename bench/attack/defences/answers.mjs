// What an agent's answer may cost, how many there are at once, and how much YAML costs those who read it.
import { backend, common, configuration } from './edit.mjs';

const budget = common('chat/budget.ts');
/** What an answer may have. */
const endless = [
  budget('events: 200_000,', 'events: Infinity,'),
  budget('items: 10_000,', 'items: Infinity,'),
  budget('open: 1_000,', 'open: Infinity,'),
  budget('state: 1024 * 1024,', 'state: Infinity,'),
  budget('eventWork: 1_000_000,', 'eventWork: Infinity,'),
  budget('  work: 20_000_000,', '  work: Infinity,'),
];
const longestAnswer = backend('chat/agentCall.ts')(
  'const longestAnswer = 16 * 1024 * 1024;',
  'const longestAnswer = Infinity;',
);

const isTaken = /the answer was taken to its end/;

export const answers = [
  {
    id: 57,
    out: [
      backend('sse/beginEvents.ts')(
        'if (!response.write(frames)) await drained(response);',
        'if (!response.write(frames)) void drained;',
      ),
    ],
    harms: ['memory'],
  },
  {
    id: 58,
    out: [
      configuration(
        'privateAi:\n  userTokens:',
        'privateAi:\n  chat: { openRuns: { user: 100000, app: 100000, process: 100000 } }\n  userTokens:',
      ),
    ],
    through: /\d{3} are let in/,
  },
  { id: 49, out: [...endless, longestAnswer], through: isTaken },
  // It does not end then what it began.
  { id: 50, out: endless, through: /messages are open/ },
  { id: 51, out: endless, through: isTaken },
  { id: 52, out: endless, through: isTaken },
  {
    id: 54,
    // And so that it ends some day: for how long an agent may be silent.
    out: [longestAnswer, backend('chat/agentCall.ts')('silence: 300_000', 'silence: 10_000')],
    through: /STREAM_CUT/,
    harms: ['health', 'memory'],
  },
  {
    id: 48,
    out: [
      ...endless,
      common('chat/patch.ts')('if (isHolder(value) && isInside(target, source)) {', 'if (false) {'),
    ],
    through: isTaken,
    harms: ['health', 'memory'],
  },
  {
    id: 56,
    out: [
      backend('chat/limits.ts')('threadCharacters: 16 * 1024 * 1024,', 'threadCharacters: 1e12,'),
    ],
    through: /all of them are kept/,
    harms: ['memory'],
  },
];

/** Read where everybody is served, however long and however much it takes. */
const yaml = backend('git/repositoryYaml.ts');
const inThisThread = [
  yaml(
    'const found = await few.run(() => inThread({ texts, documents, json, yaml }));',
    `const workerData = { texts, documents, json: json && few && inThread && Infinity, yaml };
  const found = await new Promise<Found>(resolve => {
    const threads = { parentPort: { postMessage: resolve }, workerData };
    const load = (name: string) => (name === 'node:worker_threads' ? threads : require(name));
    new Function('require', program)(load);
  });`,
  ),
];

export const descriptions = [
  {
    id: '88c',
    // And the parser's own limit of aliases.
    out: [
      ...inThisThread,
      yaml('document => document.toJS()', 'document => document.toJS({ maxAliasCount: -1 })'),
    ],
    harms: ['health', 'memory'],
  },
  {
    id: 88,
    out: [
      ...inThisThread,
      backend('git/ownRepository.ts')(
        'export const largestDescription = 64 * 1024;',
        'export const largestDescription = 64 * 1024 * 1024;',
      ),
    ],
    harms: ['health', 'memory'],
  },
];
