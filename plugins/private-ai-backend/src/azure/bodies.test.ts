import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import type { LandingZone } from '../config/landingZone';
import { namesOf, type ManifestInput } from '../app/names';
import { landingZone } from '../testing/landingZone';
import { apiVersions } from './apiVersions';
import type { ArmResource } from './client';
import { dnsZoneGroupBody, dnsZoneGroupId } from './dnsZoneGroup';
import {
  deletedAccountId,
  foundryAccountBody,
  foundryAccountId,
  restoredAccountBody,
} from './foundryAccount';
import { foundryProjectBody, foundryProjectId } from './foundryProject';
import { modelDeploymentBody, modelDeploymentId } from './modelDeployment';
import { privateEndpointBody, privateEndpointId } from './privateEndpoint';
import { resourceGroupBody, resourceGroupId } from './resourceGroup';
import { repositoryCondition } from './repositoryCondition';
import {
  OPENAI_USER,
  REPOSITORY_WRITER,
  roleAssignmentBody,
  roleAssignmentId,
} from './roleAssignment';
import { linkerBody, linkerId } from './serviceConnector';
import { identityBody, identityId } from './userAssignedIdentity';

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
const group = `${subscription}/resourceGroups/rg-landing-zone/providers`;
const hub = `${subscription}/resourceGroups/rg-hub/providers`;
const dnsZone = (domain: string) =>
  `${hub}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
const dnsZoneIds = {
  cognitiveServices: dnsZone('cognitiveservices.azure.com'),
  openAi: dnsZone('openai.azure.com'),
  servicesAi: dnsZone('services.ai.azure.com'),
};
const zone = landingZone({
  naming: { connector: '{app}_aif_connection' },
  tags: { 'cost-center': 'ai-platform' },
  network: {
    privateEndpointSubnetId: `${group}/Microsoft.Network/virtualNetworks/vnet/subnets/pe-subnet`,
    dnsZoneIds,
  },
  aks: { clusterId: `${group}/Microsoft.ContainerService/managedClusters/aks` },
});
const request = {
  name: 'weather',
  entityRef: 'component:default/weather',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  templateVersion: '1.0.0',
} as AppRequest;
const app: ManifestInput = { request, zone, names: namesOf(request, zone) };
const accountId = `${group}/Microsoft.CognitiveServices/accounts/aif-shared`;
const sharedZone: LandingZone = { ...zone, foundry: { account: 'shared', accountId } };
const sharing: ManifestInput = {
  request,
  zone: sharedZone,
  names: namesOf(request, sharedZone),
};
const principalId = '55555555-5555-5555-5555-555555555555';
const grant = { scope: foundryAccountId(app), principalId, role: OPENAI_USER };
const { cognitiveServices: cognitive, network } = apiVersions;
const tags = {
  'cost-center': 'ai-platform',
  'private-ai-entity': 'component:default/weather',
  'private-ai-managed-by': 'private-ai-portal',
  'private-ai-template': '1.0.0',
};

type Body = [type: string, id: string, body: object];
/** Both where each application has an account of its own and where all share one. */
const both = (of: ManifestInput): Body[] => {
  const grant = { scope: foundryAccountId(of), principalId, role: OPENAI_USER };
  return [
    [
      `Microsoft.Resources/resourceGroups@${apiVersions.resourceGroup}`,
      resourceGroupId(of),
      resourceGroupBody(of),
    ],
    [
      `Microsoft.ManagedIdentity/userAssignedIdentities@${apiVersions.identity}`,
      identityId(of),
      identityBody(of),
    ],
    [
      `Microsoft.CognitiveServices/accounts/deployments@${cognitive}`,
      modelDeploymentId(of),
      modelDeploymentBody(of),
    ],
    [
      `Microsoft.Authorization/roleAssignments@${apiVersions.roleAssignment}`,
      roleAssignmentId(grant),
      roleAssignmentBody(grant),
    ],
    [
      `Microsoft.ServiceLinker/linkers@${apiVersions.serviceConnector}`,
      linkerId(zone.aks.clusterId, of.names.connector),
      linkerBody(of, { clientId: principalId }),
    ],
  ];
};
const held = {
  scope: zone.registry.id,
  principalId,
  role: REPOSITORY_WRITER,
  condition: repositoryCondition('private-ai/weather-0123456789abcdef0123', ['library/']),
};
const bodies: Body[] = [
  [
    `Microsoft.Authorization/roleAssignments@${apiVersions.roleAssignment}`,
    roleAssignmentId(held),
    roleAssignmentBody(held),
  ],
  ...both(app),
  ...both(sharing),
  [
    `Microsoft.CognitiveServices/accounts@${cognitive}`,
    foundryAccountId(app),
    foundryAccountBody(app),
  ],
  [
    `Microsoft.CognitiveServices/accounts@${cognitive}`,
    foundryAccountId(app),
    restoredAccountBody(app),
  ],
  [
    `Microsoft.CognitiveServices/accounts/projects@${cognitive}`,
    foundryProjectId(app),
    foundryProjectBody(app),
  ],
  [
    `Microsoft.Network/privateEndpoints@${network}`,
    privateEndpointId(app),
    privateEndpointBody(app),
  ],
  [
    `Microsoft.Network/privateEndpoints/privateDnsZoneGroups@${network}`,
    dnsZoneGroupId(app),
    dnsZoneGroupBody(dnsZoneIds),
  ],
];

const checker = outsideTruth('azure-types/check.mjs');
needing(checker, describe)('holds every body against Microsoft’s published shapes', () => {
  it.each(bodies)('%s', (type, id, body) => {
    const { checkBody } = require(checker.path);
    expect(checkBody(type, body)).toEqual([]);
    expect(id).toMatch(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/);
  });

  it.each(bodies)('carries the tags where the type takes them: %s', (type, _, body) => {
    const { checkBody } = require(checker.path);
    const takesTags = checkBody(type, { ...body, tags: { any: 'value' } }).length === 0;
    // Whose the application is stands on its group alone.
    const whose = type.startsWith('Microsoft.Resources/resourceGroups@') && {
      'private-ai-owner': request.owner,
    };
    expect((body as { tags?: object }).tags).toEqual(takesTags ? { ...tags, ...whose } : undefined);
  });
});

describe('the bodies', () => {
  it('close the account to the public network and to keys', () => {
    expect(foundryAccountBody(app).properties).toMatchObject({
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      networkAcls: { defaultAction: 'Deny' },
    });
  });

  it('go to the shared account where there is one, and name a deleted one where Azure keeps it', () => {
    expect(foundryAccountId(sharing)).toBe(accountId);
    expect(modelDeploymentId(sharing)).toBe(
      `${accountId}/deployments/gpt-5.2-2025-12-11-globalstandard`,
    );
    expect(deletedAccountId(app)).toBe(
      `${subscription}/providers/Microsoft.CognitiveServices/locations/koreacentral/resourceGroups/rg-weather/deletedAccounts/aif-weather`,
    );
  });

  it('name a role assignment the same for the same scope, principal and role, whatever the letter case', () => {
    const other = { ...grant, principalId: '66666666-6666-6666-6666-666666666666' };
    const name = (of: typeof grant) => roleAssignmentId(of).split('/').at(-1);
    expect(name({ ...grant, scope: grant.scope.toUpperCase() })).toBe(name(grant));
    expect(name(other)).not.toBe(name(grant));
    // What applications that were made before have in Azure.
    const scope = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg';
    const ofBefore = { scope, principalId: other.principalId, role: OPENAI_USER };
    expect(name(ofBefore)).toBe('21ca02dd-9157-50b6-ae15-6829e33d4a55');
  });

  it('put the three zones of a Foundry account into one group', () => {
    const configs = dnsZoneGroupBody(dnsZoneIds).properties.privateDnsZoneConfigs;
    expect(configs.map(({ name }) => name)).toEqual([
      'privatelink-cognitiveservices-azure-com',
      'privatelink-openai-azure-com',
      'privatelink-services-ai-azure-com',
    ]);
  });

  it('keep the names of others that say nothing, and put right what they lead to', () => {
    const there = (properties: object) => ({ properties }) as unknown as ArmResource;
    const config = (name: string, id: string) => ({ name, properties: { privateDnsZoneId: id } });
    const vault = config('kept', dnsZone('vaultcore.azure.net'));
    const elsewhere = dnsZoneIds.openAi.replace('rg-hub', 'rg-former');
    const group_ = there({ privateDnsZoneConfigs: [vault, config('openai', elsewhere)] });
    expect(dnsZoneGroupBody(dnsZoneIds, group_).properties.privateDnsZoneConfigs).toEqual([
      vault,
      config('openai', dnsZoneIds.openAi),
      config('privatelink-cognitiveservices-azure-com', dnsZoneIds.cognitiveServices),
      config('privatelink-services-ai-azure-com', dnsZoneIds.servicesAi),
    ]);

    const names = (privateLinkServiceId: string) => {
      const connection = { name: 'theirs', properties: { privateLinkServiceId } };
      const endpoint = there({ privateLinkServiceConnections: [connection] });
      const { properties } = privateEndpointBody(app, endpoint);
      return properties.privateLinkServiceConnections.map(({ name }) => name);
    };
    expect(names(foundryAccountId(app).toUpperCase())).toEqual(['theirs']);
    expect(names(accountId)).toEqual(['pe-weather']);
  });
});
