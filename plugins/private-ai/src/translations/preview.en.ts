import type { Preview } from '@private-ai/plugin-private-ai-common';

/** The texts of previews of a commit, in English. */
export const preview = {
  named: 'Preview of {{commit}} — {{subject}} by {{author}}',
  unnamed: 'Preview of {{commit}}',
  start: 'Preview first',
  explained:
    'A preview builds the commit and runs it beside what runs, with a chat of its own. It is taken away when it is promoted, when you take it away, and by itself after {{hours}} hours.',
  replaces:
    'It takes the place of the preview of {{commit}}, and the conversations with that one are deleted.',
  failed: 'The preview was not started',
  state: {
    'coming-up': 'It is coming up.',
    ready: 'It is ready: talk with it, then promote it or take it away.',
    failed: 'It did not come up.',
  } as const satisfies Record<Preview['state'], string>,
  since: 'Since {{since}}. It is taken away by itself after {{until}}.',
  chat: 'Chat with the preview',
  promote: 'Promote…',
  promoteTitle: 'Promote the preview?',
  promoteMeans:
    'This commit takes the place of what runs. Its image is there already: nothing is built. When it runs, the preview and the conversations with it are taken away.',
  promoteStart: 'Promote',
  promoteFailed: 'The preview was not promoted',
  end: 'Take away…',
  endTitle: 'Take the preview away?',
  endMeans:
    'The preview and the conversations with it are deleted. What runs stays as it is, and the commit can be released later.',
  endStart: 'Take away',
  endFailed: 'The preview was not taken away',
  keep: 'Leave it',
  inChat:
    'What you say here goes to the preview, not to the application, and is deleted with it. It is taken away by itself after {{until}}.',
  toApplication: 'Chat with the application',
  gone: 'There is no preview: it was promoted, taken away, or its time was over.',
  error: 'The preview could not be looked up',
} as const;
