/** The texts of *My AI apps*, in English. */
export const home = {
  title: 'My AI apps',
  heading: 'Applications of my teams',
  asOf: 'As of {{time}}',
  loading: 'Looking up your applications…',
  error: 'Your applications could not be read',
  none: 'None of your teams has a private AI application yet. Making one takes a name and a few choices; you see what is made before it is.',
  more_one: '{{count}} more is in the catalog.',
  more_other: '{{count}} more are in the catalog.',
  waiting_one: '{{count}} conversation waits for your answer',
  waiting_other: '{{count}} conversations wait for your answer',
  figures: {
    runs: 'Questions, last hour',
    errors: 'Failed model calls, last hour',
    cost: 'Model cost, last 24 hours',
    unknown: 'unknown',
  },
  create: 'Create an application',
  catalog: 'Catalog',
  chatWith: 'Chat with {{name}}',
} as const;
