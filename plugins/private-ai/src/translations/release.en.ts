import type { Release } from '@private-ai/plugin-private-ai-common';

/** The texts of releasing an application's commits, in English. */
export const release = {
  button: 'Release',
  title: 'Release {{name}}',
  checking: 'Looking up what runs and what there is to release…',
  error: 'What runs could not be read',
  problems: 'Not everything could be asked',
  runs: '{{what}} runs, since {{date}}.',
  nothingRuns: 'No image of this application runs.',
  comesUp: '{{what}} is coming up.',
  didNotComeUp: '{{what}} did not come up.',
  choose: 'What to release',
  newest: 'The newest commit',
  runsAlready: 'it runs already',
  failedBefore: 'it did not come up',
  onceMore: 'Once more: what was tried on {{date}}',
  difference: 'What it changes',
  page: 'Commit {{commit}} on the git host',
  writtenBy: 'by {{author}}',
  list: 'Releases',
  none: 'Nothing was released yet.',
  more: 'Show {{count}} more',
  state: {
    running: 'Runs',
    'coming-up': 'Under way',
    failed: 'Failed',
    cancelled: 'Cancelled',
    former: 'Ran before',
  } as const satisfies Record<Release['state'], string>,
  goBackTo: 'Go back…',
  goBackTitle: 'Go back with {{name}}?',
  nothingRan: 'Nothing ran before that could be gone back to.',
  goBackMeans:
    'The last release that ran, of {{date}}, takes the place of what failed. Its image is there already: nothing is built.',
  goBackFromCancelled:
    'The last release that ran, of {{date}}, takes the place of what was cancelled. Its image is there already: nothing is built.',
  onceMoreTo: 'Once more…',
  onceMoreTitle: 'Release {{name}} once more?',
  onceMoreMeans:
    'The last release that ran, of {{date}}, is of the same commit: it is released once more. Its image is there already: nothing is built.',
  tryAgain: 'Once more',
  earlier: 'Back to the release of {{date}}',
  start: 'Build and release',
  goBack: 'Go back',
  close: 'Close',
  failed: 'The release was not started',
} as const;
