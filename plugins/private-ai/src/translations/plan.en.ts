import type { PlannedAction } from '@private-ai/plugin-private-ai-common';

/** The texts of a plan in English: what the form shows before anything is written. */
export const plan = {
  title: 'What will be made',
  titleChange: 'What will change',
  description: 'Nothing is made before you press Create on the next page.',
  descriptionChange: 'Nothing is changed before you press Change on the next page.',
  type: 'Resource',
  name: 'Name',
  action: 'What happens',
  actions: {
    create: 'Create',
    change: 'Change',
    leave: 'Leave',
    remove: 'Remove',
    blocked: 'Blocked',
    unknown: 'Could not be checked',
  } as const satisfies Record<PlannedAction, string>,
  summary: {
    create: '{{count}} to create',
    change: '{{count}} to change',
    remove: '{{count}} to remove',
    leave_one: '{{count}} as it should be',
    leave_other: '{{count}} as they should be',
    blocked: '{{count}} blocked',
    unknown: '{{count}} that could not be checked',
  },
  standing:
    'The repository is there already and describes this application: nothing is published, and its newest commit {{commit}} is what will run.',
  again:
    'This application was retired, and is made again under its page in the catalog: what Azure still keeps of it, such as its Foundry account, is restored.',
  nothing: 'Everything is as it should be: nothing would be written.',
  checking: 'Comparing what is asked for with what exists…',
  reload: 'Check again',
  none: 'Nothing to show yet: fill in the pages before this one.',
  problems: 'You can put this right in the form',
  theirs: 'This is for the platform team to put right; nothing in the form changes it',
  copy: 'Copy for the platform team',
  copied: 'Copied',
  textDifference: 'What changes in the instructions',
} as const;
