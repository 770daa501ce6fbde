import type { AppOverview } from '@private-ai/plugin-private-ai-common';

/** Where else an application can be looked at. */
export const links: AppOverview['links'] = [
  { id: 'repository', url: 'https://git.example/apps/weather' },
  { id: 'azure-group', url: 'https://portal.azure.com/#@tenant/resource/group' },
  { id: 'azure-account', url: 'https://portal.azure.com/#@tenant/resource/account' },
  { id: 'grafana', url: 'https://grafana.example/d/private-ai' },
];
