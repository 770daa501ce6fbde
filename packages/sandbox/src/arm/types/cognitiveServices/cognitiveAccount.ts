import { randomUUID } from 'node:crypto';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource, ResourceBody } from '../../resource.ts';
import type { ResourceType, Write } from '../../resourceType.ts';
import { deletedAccounts, idBefore, restore, softDelete } from './deletedAccount.ts';

const accountType = 'Microsoft.CognitiveServices/accounts';
const kinds = [
  'AIServices',
  'OpenAI',
  'CognitiveServices',
  'FormRecognizer',
  'SpeechServices',
  'TextAnalytics',
  'ContentSafety',
];

/** The names that an account answers under, each in a private DNS zone of its own. */
export const accountDomains = (account: ArmResource): string[] =>
  ['cognitiveservices.azure.com', 'openai.azure.com', 'services.ai.azure.com'].map(
    domain => `${account.properties.customSubDomainName}.${domain}`,
  );

// Shapes, states and timing: recorded in 2025 with api-version 2025-06-01 (kind AIServices) and for soft delete.
export const cognitiveAccount: ResourceType = {
  type: accountType,
  tracked: true,
  etag: true,
  write: {
    path: 'operationResults',
    apiVersion: '2017-04-18',
    state: 'Creating',
    running: 'Creating',
  },
  prepare(write) {
    const { id, body, existing, arm } = write;
    if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}$/.test(id.name)) {
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The resource name '${id.name}' is invalid: 2 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit.`,
      );
    }
    if (body.location) requireLocation(body.location);
    const deleted = deletedAccounts(arm).find(
      one => idBefore(one).toLowerCase() === id.id.toLowerCase(),
    );
    if (body.properties?.restore) {
      if (!deleted)
        throw new ArmError(
          404,
          'ResourceNotFound',
          `There is no soft-deleted account ${id.name} to restore.`,
        );
      return restore(deleted, body, arm);
    }
    if (deleted && !existing) {
      throw new ArmError(
        409,
        'FlagMustBeSetForRestore',
        `An existing resource with ID '${id.id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
      );
    }
    if (!existing) {
      requireKind(body);
      requireRoom(String(body.location), arm);
    }
    requireFreeSubdomain(write);
    return properties(write);
  },
  atOnce: ({ body }) => body.properties?.restore === true,
  done(account, arm) {
    const settled = settledAt.get(arm) ?? new Map<string, number>();
    settledAt.set(arm, settled.set(account.id.toLowerCase(), Date.now()));
  },
  // As a client was answered (github.com/Azure/terraform-provider-azapi/issues/894). Deployments do not hinder a delete over
  // REST: learn.microsoft.com/azure/ai-foundry/openai/how-to/quota.
  removing(account, arm) {
    const projects = arm.list(account.id, `${accountType}/projects`);
    if (projects.length === 0) return;
    const names = projects.map(one => `${accountType}/${account.name}/projects/${one.name}`);
    throw new ArmError(
      409,
      'CannotDeleteResource',
      `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '${names.join(', ')}'. Please delete all nested resources before deleting this resource.`,
    );
  },
  removed: softDelete,
  present(account, arm) {
    const connections = connectionsOf(account, arm).map(({ endpoint, c }) => {
      const name = `${endpoint.name}.${endpoint.properties.resourceGuid}`;
      return {
        id: `${account.id}/privateEndpointConnections/${name}`,
        name,
        type: `${accountType}/privateEndpointConnections`,
        location: account.location,
        properties: {
          privateEndpoint: { id: endpoint.id },
          groupIds: c.properties.groupIds,
          privateLinkServiceConnectionState: c.properties.privateLinkServiceConnectionState,
          provisioningState: 'Succeeded',
        },
      };
    });
    return {
      ...account,
      properties: { ...account.properties, privateEndpointConnections: connections },
    };
  },
  action({ resource, method, rest, arm }) {
    if (method === 'POST' && rest.toLowerCase() === 'listkeys') {
      if (resource.properties.disableLocalAuth) {
        throw new ArmError(
          400,
          'BadRequest',
          'Failed to list key. disableLocalAuth is set to be true',
        );
      }
      return { status: 200, body: accountKeys(resource, arm) };
    }
    if (method === 'GET' && rest.toLowerCase() === 'privatelinkresources') {
      return {
        status: 200,
        body: {
          value: [
            {
              id: `${resource.id}/privateLinkResources/account`,
              name: 'account',
              type: `${accountType}/privateLinkResources`,
              properties: {
                groupId: 'account',
                requiredMembers: ['default'],
                requiredZoneNames: [
                  'cognitiveservices.azure.com',
                  'openai.azure.com',
                  'services.ai.azure.com',
                ].map(zone => `privatelink.${zone}`),
              },
            },
          ],
        },
      };
    }
    return undefined;
  },
};

/** An account's two keys: made when first asked for, kept apart from what a GET shows. */
function accountKeys(account: ArmResource, arm: Arm) {
  const kept = arm.store.collection<{ key1: string; key2: string }>('account-keys');
  const keys = kept.get(account.properties.internalId) ?? { key1: newKey(), key2: newKey() };
  kept.put(account.properties.internalId, keys);
  return keys;
}
const newKey = () => randomUUID().replaceAll('-', '');

/** When an account's last write ended, in milliseconds since 1970: others hear of it a moment later. */
export const settledAt = new WeakMap<Arm, Map<string, number>>();

/** Private endpoints that lead to an account, with the connection of each. */
function connectionsOf(account: ArmResource, arm: Arm) {
  return arm
    .list('', 'Microsoft.Network/privateEndpoints')
    .flatMap(endpoint =>
      [
        ...endpoint.properties.privateLinkServiceConnections,
        ...endpoint.properties.manualPrivateLinkServiceConnections,
      ].map((c: ArmResource) => ({ endpoint, c })),
    )
    .filter(
      ({ c }) => c.properties.privateLinkServiceId.toLowerCase() === account.id.toLowerCase(),
    );
}

/** https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits (the code of the refusal is unconfirmed) */
const mostOfARegion = 100;

function requireRoom(location: string, arm: Arm): void {
  const plain = (region: string) => region.toLowerCase().replaceAll(' ', '');
  const there = arm
    .list('', accountType)
    .filter(account => plain(String(account.location)) === plain(location));
  if (there.length < mostOfARegion) return;
  throw new ArmError(
    400,
    'AccountLimitExceeded',
    `The subscription has reached its limit of ${mostOfARegion} accounts in the region '${location}'.`,
  );
}

function requireKind(body: ResourceBody): void {
  if (!body.kind || !kinds.includes(body.kind)) {
    throw new ArmError(
      400,
      'InvalidApiSetId',
      `The account type '${body.kind}' is either invalid or unavailable in given region.`,
    );
  }
  // Recorded: TextAnalytics takes S (2022).
  const sku = body.kind === 'TextAnalytics' ? 'S' : 'S0';
  if (body.sku?.name !== sku) {
    throw new ArmError(
      400,
      'InvalidSku',
      `The sku '${body.sku?.name}' of kind '${body.kind}' is not available: use ${sku}.`,
    );
  }
}

function requireFreeSubdomain({ id, body, existing, arm }: Write): void {
  const asked: string | undefined = body.properties?.customSubDomainName;
  if (!asked) return;
  if (!/^[a-z0-9][a-z0-9-]{0,62}[a-z0-9]$/i.test(asked)) {
    throw new ArmError(
      400,
      'BadRequest',
      `The custom subdomain name '${asked}' is invalid: letters, digits and '-' only.`,
    );
  }
  if (
    existing?.properties.customSubDomainName &&
    existing.properties.customSubDomainName !== asked
  ) {
    throw new ArmError(
      400,
      'CustomDomainCannotBeChanged',
      'The custom subdomain name of an account cannot be changed.',
    );
  }
  const holder = [...arm.list('', accountType), ...deletedAccounts(arm)].find(
    other =>
      other.properties.customSubDomainName?.toLowerCase() === asked.toLowerCase() &&
      other.id.toLowerCase() !== id.id.toLowerCase(),
  );
  if (holder) {
    throw new ArmError(
      409,
      'CustomDomainInUse',
      `The subdomain name '${asked}' is already used. Please pick a different name.`,
    );
  }
}

function properties({ id, body, existing }: Write): ArmResource['properties'] {
  const asked = body.properties ?? {};
  const subdomain = asked.customSubDomainName ?? existing?.properties.customSubDomainName;
  const region = String(body.location ?? existing?.location)
    .toLowerCase()
    .replaceAll(' ', '');
  const regional = `https://${region}.api.cognitive.microsoft.com/`;
  const own = (domain: string) => (subdomain ? `https://${subdomain}.${domain}/` : regional);
  return {
    publicNetworkAccess: 'Enabled',
    isMigrated: false,
    allowProjectManagement: false,
    restrictOutboundNetworkAccess: false,
    disableLocalAuth: false,
    dynamicThrottlingEnabled: false,
    apiProperties: {},
    ...existing?.properties,
    ...asked,
    ...(asked.networkAcls && {
      networkAcls: {
        bypass: 'AzureServices',
        ipRules: [],
        virtualNetworkRules: [],
        ...asked.networkAcls,
      },
    }),
    ...(asked.allowProjectManagement && {
      defaultProject: existing?.properties.defaultProject,
      associatedProjects: existing?.properties.associatedProjects ?? [],
    }),
    internalId: existing?.properties.internalId ?? randomUUID().replaceAll('-', ''),
    dateCreated: existing?.properties.dateCreated ?? new Date().toISOString(),
    capabilities: [
      { name: 'VirtualNetworks' },
      {
        name: 'TrustedServices',
        value: 'Microsoft.CognitiveServices,Microsoft.MachineLearningServices,Microsoft.Search',
      },
      { name: 'CustomerManagedKey' },
    ],
    endpoint: own('cognitiveservices.azure.com'),
    endpoints: {
      'AI Foundry API': `https://${subdomain ?? id.name}.services.ai.azure.com/`,
      'OpenAI Language Model Instance API': own('openai.azure.com'),
      'Content Safety': own('cognitiveservices.azure.com'),
      Token: own('cognitiveservices.azure.com'),
    },
  };
}
