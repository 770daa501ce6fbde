import type { AppPart } from '@private-ai/plugin-private-ai-common';

/** Ids of what a part of an application is made of, with what has to be there before. */
export const parts: Record<AppPart, readonly string[]> = {
  foundry: [
    'resource-group',
    'foundry-account',
    'foundry-project',
    'model-deployment',
    'private-endpoint',
    'dns-zone-group',
  ],
  identity: ['resource-group', 'identity'],
  namespace: ['namespace', 'owner-access', 'portal-keys', 'ca-bundle'],
  'service-connector': [
    'resource-group',
    'identity',
    'foundry-account',
    'role-assignment',
    'namespace',
    'service-connector',
  ],
  telemetry: ['namespace', 'telemetry', 'collector', 'pod-monitor'],
};
