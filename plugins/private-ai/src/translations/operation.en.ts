import type {
  OperationKind,
  OperationState,
  StageName,
} from '@private-ai/plugin-private-ai-common';

/** The texts of an operation, and of Change, in English. */
export const operation = {
  kind: {
    make: 'Making the application',
    provision: 'Provisioning',
    build: 'Building the image',
    deploy: 'Deploying',
    verify: 'Verifying',
    release: 'Releasing',
    preview: 'Making a preview',
    'end-preview': 'Taking the preview away',
    retire: 'Retiring',
    'hand-over': 'Handing over',
  } as const satisfies Record<OperationKind, string>,
  state: {
    queued: 'waiting to start',
    running: 'running',
    succeeded: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
  } as const satisfies Record<OperationState, string>,
  stages: 'Stages',
  stage: {
    provision: 'Provision',
    build: 'Build',
    deploy: 'Deploy',
    verify: 'Verify',
  } as const satisfies Record<StageName, string>,
  stageState: {
    done: 'done',
    running: 'under way',
    stopped: 'stopped here',
    next: 'not begun',
  } as const,
  waitsFor: 'It starts when this has ended: {{other}} ({{state}}).',
  stopping: 'Stopping: what was begun comes to its end first.',
  askedBy: 'Asked for by',
  latest: 'Latest step',
  log: 'Whole log ({{lines}})',
  logCut: 'The last {{lines}} lines',
  copyLog: 'Copy the log',
  copied: 'Copied',
  elapsed: 'Elapsed time',
  resume: 'Resume',
  cancel: 'Cancel',
  notAllowed: 'Only its owner and the platform team may resume or cancel.',
  failed: 'That did not work',
} as const;

/** The platform team's list of them. */
export const operations = {
  title: 'Operations',
  filter: 'Which operations',
  unfinished: 'Under way',
  stopped: 'Failed or cancelled',
  all: 'All',
  none: {
    unfinished: 'Nothing is under way.',
    stopped: 'Nothing failed or was cancelled.',
    all: 'Nothing was done yet.',
  },
  error: 'The operations could not be read',
  what: 'What',
  state: 'State',
  who: 'Asked for by',
  asked: 'Asked for',
  took: 'Duration',
  log: 'Log',
  older: 'Older ones',
  newest: 'Newest',
  show: 'Show',
  hide: 'Hide',
  showOf: 'Show the log: {{name}}, {{entityRef}}',
  hideOf: 'Hide the log: {{name}}, {{entityRef}}',
} as const;

export const change = {
  button: 'Change',
  unknown:
    'Release and Change are not possible: the portal’s database does not hold what was asked for. Ask the platform team to provision the application again with the action private-ai:app:provision.',
  adopted:
    'This application was there before the portal. It can be asked and measured here; it is changed, released and removed where it comes from.',
  busy: 'Release, Change and Retire are possible when the operation under way has ended.',
} as const;

export const handOver = {
  button: 'Hand over…',
  title: 'Hand over {{name}}',
  moved: 'The application of this name was made for somebody else',
  explained:
    'Nothing is done with it until it is handed over. Somebody of its former owner or of the platform team does that.',
  owner: 'Owner',
  origin: 'Described by',
  change: '{{from}} → {{to}}',
  warning:
    'From then on the new owner may change, release and retire the application, and talk to its agent. It is logged who handed it over.',
  start: 'Hand over',
  keep: 'Leave it',
  failed: 'The hand-over was not started',
} as const;
