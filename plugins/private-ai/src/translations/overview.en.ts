import type { AppLink, OperationKind } from '@private-ai/plugin-private-ai-common';

/** The texts of an application's page, in English. */
export const overview = {
  title: 'Private AI application',
  landingZone: 'Landing zone',
  namespace: 'Namespace',
  model: 'Model',
  modelCapacity: '{{model}}, {{capacity}}K tokens a minute',
  running: 'Runs',
  runningSince: 'since {{date}}',
  newer: 'There is a newer commit: what it changes',
  changed: 'Last change',
  change: {
    make: 'Made',
    provision: 'Provisioned',
    build: 'Image built',
    deploy: 'Deployed',
    verify: 'Verified',
    release: 'Released',
    retire: 'Retired',
    'hand-over': 'Handed over',
  } as const satisfies Record<OperationKind, string>,
  resources: 'What exists',
  resource: 'Resource',
  name: 'Name',
  health: 'Health',
  empty: 'Nothing exists yet.',
  refresh: 'Refresh',
  error: 'The state of the application could not be read',
  elsewhere: 'Elsewhere',
  links: {
    repository: 'Repository',
    'azure-group': 'Resource group in Azure',
    'azure-account': 'Foundry account in Azure',
    grafana: 'Grafana',
  } as const satisfies Record<AppLink, string>,
} as const;
