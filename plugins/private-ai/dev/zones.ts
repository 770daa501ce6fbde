import {
  say,
  type AppPlan,
  type LandingZoneOffer,
  type PlannedResource,
  type PlanRequest,
  type PlatformOverview,
  type ResourceId,
} from '@private-ai/plugin-private-ai-common';
import { clusterAway, overviews } from './overviews';

/** What the form offers. */
export const zones: LandingZoneOffer[] = [
  {
    name: 'korea',
    title: 'Korea Central',
    location: 'koreacentral',
    runtimes: [
      { name: 'typescript' },
      { name: 'python', unavailable: 'This landing zone has no Python images yet.' },
    ],
    git: { type: 'gitea', host: 'git.example', owner: 'apps', visibility: 'private' },
    models: [
      {
        name: 'gpt-5.2',
        version: '2025-12-11',
        sku: 'GlobalStandard',
        processing: 'global',
        maxCapacity: 100,
        defaultCapacity: 10,
        price: { input: 1.75, output: 14, currency: 'USD' },
        playground: true,
      },
      {
        name: 'gpt-4.1-mini',
        version: '2025-04-14',
        sku: 'Standard',
        processing: 'regional',
        maxCapacity: 30,
        defaultCapacity: 10,
        playground: true,
      },
    ],
  },
];

/** What the platform team sees. */
export const platform: PlatformOverview = {
  landingZones: [
    {
      name: 'korea',
      title: 'Korea Central',
      location: 'koreacentral',
      models: zones[0].models.map(model => ({ ...model, used: 20, left: model.maxCapacity - 20 })),
      problems: [],
      outages: [],
    },
    {
      name: 'sweden',
      title: 'Sweden Central',
      location: 'swedencentral',
      models: [{ ...zones[0].models[0], processing: 'data-zone', sku: 'DataZoneStandard' }],
      problems: [],
      outages: [clusterAway('Sweden Central')],
    },
  ],
  templates: [
    { version: '0.2.0', apps: 6 },
    { version: '0.1.0', apps: 1 },
  ],
  apps: Object.entries(overviews).map(([name, { overview }], index) => ({
    entityRef: `component:default/${name}`,
    owner: 'group:default/team-a',
    landingZone: index % 2 ? 'sweden' : 'korea',
    status: overview?.status ?? { state: 'absent', sentence: say('never-made') },
    templateVersion: '0.2.0',
    createdAt: new Date(Date.now() - (index + 1) * 86_400_000).toISOString(),
  })),
};

const rows: [ResourceId, string, Partial<PlannedResource>?][] = [
  ['resource-group', 'Resource group', { action: 'leave' }],
  ['foundry-account', 'Foundry account'],
  ['foundry-project', 'Foundry project'],
  ['model-deployment', 'Model deployment'],
  ['private-endpoint', 'Private endpoint'],
  ['dns-zone-group', 'DNS zone group'],
  ['identity', 'Managed identity'],
  ['role-assignment', 'Role assignment'],
  ['namespace', 'Namespace'],
  ['owner-access', 'Access of the owner'],
  ['portal-access', 'Access of the portal'],
  ['service-connector', 'Service connector'],
  ['telemetry', 'Telemetry'],
  ['agent-config', 'Settings of the agent'],
];

/** What a form would do: all is made, or, where it changes an application, only the capacity. */
export function planOf({ change, name = '', model, instructions }: PlanRequest): AppPlan {
  if (!name) return { rows: [], problems: [{ field: 'name', message: 'Choose a name.' }] };
  const capacity: Partial<PlannedResource> = {
    action: 'change',
    differences: [`sku.capacity: 10 → ${model?.capacity ?? 10}`],
  };
  return {
    rows: rows.map(([id, type, more]) => ({
      ...{ id, type, name: `${id}-of-${name}`, action: change ? 'leave' : 'create' },
      ...more,
      ...(change && id === 'model-deployment' ? capacity : {}),
    })),
    problems: instructions
      ? []
      : [{ field: 'instructions', message: 'Say in a sentence or two what the agent is for.' }],
  };
}
