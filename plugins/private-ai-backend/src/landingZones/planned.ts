import type { AppPreview } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from './names';

/** What an application gets, by name, in the order in which a person thinks of it. */
export function plannedResources({ names, zone, request }: ManifestInput): AppPreview['resources'] {
  const { model } = request;
  return [
    {
      type: names.adoptsResourceGroup ? 'Resource group (exists)' : 'Resource group',
      name: names.resourceGroup,
    },
    { type: 'Foundry account', name: names.foundryAccount },
    { type: 'Foundry subdomain', name: names.foundrySubdomain },
    {
      type: 'Model deployment',
      name: `${names.modelDeployment} (${model.name} ${model.version}, ${model.sku}, ${model.capacity} thousand tokens a minute)`,
    },
    { type: 'Private endpoint', name: names.privateEndpoint },
    ...(zone.network.dnsPolicy === 'portal'
      ? [{ type: 'DNS zone group', name: `default of ${names.privateEndpoint}` }]
      : []),
    { type: 'Managed identity', name: names.identity },
    { type: 'Role assignment', name: `Cognitive Services OpenAI User for ${names.identity}` },
    { type: 'Kubernetes namespace', name: names.namespace },
    { type: 'Service connector', name: names.connector },
    { type: 'Kubernetes Secret', name: names.connectorSecret },
    { type: 'Deployment and Service', name: names.service },
  ];
}
