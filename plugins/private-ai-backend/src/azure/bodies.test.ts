import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config';
import { namesOf, type ManifestInput } from '../landingZones/names';
import { apiVersions } from './apiVersions';
import { dnsZoneGroupBody, dnsZoneGroupId } from './dnsZoneGroup';
import { foundryAccountBody, foundryAccountId } from './foundryAccount';
import { modelDeploymentBody, modelDeploymentId } from './modelDeployment';
import { privateEndpointBody, privateEndpointId } from './privateEndpoint';
import { resourceGroupBody, resourceGroupId } from './resourceGroup';
import { OPENAI_USER, roleAssignmentBody, roleAssignmentId } from './roleAssignment';
import { linkerBody, linkerId } from './serviceConnector';
import { identityBody, identityId } from './userAssignedIdentity';

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
const group = `${subscription}/resourceGroups/rg-landing-zone/providers`;
const dnsZone = (domain: string) =>
  `${group}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
const dnsZoneIds = {
  cognitiveServices: dnsZone('cognitiveservices.azure.com'),
  openAi: dnsZone('openai.azure.com'),
  servicesAi: dnsZone('services.ai.azure.com'),
};
const zone = {
  azure: { subscriptionId: subscription.split('/')[2], location: 'koreacentral' },
  naming: {
    resourceGroup: 'rg-{app}',
    identity: 'uami-{app}',
    foundryAccount: 'aif-{app}',
    foundrySubdomain: 'aif-{app}-{hash}',
    modelDeployment: '{model}',
    privateEndpoint: 'pe-{app}',
    connector: '{app}_aif_connection',
    namespace: '{app}',
  },
  tags: { 'cost-center': 'ai-platform' },
  network: {
    privateEndpointSubnetId: `${group}/Microsoft.Network/virtualNetworks/vnet/subnets/pe-subnet`,
    dnsZoneIds,
  },
  aks: { clusterId: `${group}/Microsoft.ContainerService/managedClusters/aks` },
} as unknown as LandingZone;
const request = {
  name: 'weather',
  entityRef: 'component:default/weather',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  templateVersion: '1.0.0',
} as AppRequest;
const app: ManifestInput = { request, zone, names: namesOf(request, zone) };
const principalId = '55555555-5555-5555-5555-555555555555';
const grant = { scope: foundryAccountId(app), principalId, role: OPENAI_USER };
const { cognitiveServices: cognitive, network } = apiVersions;

const bodies: [type: string, id: string, body: object][] = [
  [
    `Microsoft.Resources/resourceGroups@${apiVersions.resourceGroup}`,
    resourceGroupId(app),
    resourceGroupBody(app),
  ],
  [
    `Microsoft.ManagedIdentity/userAssignedIdentities@${apiVersions.identity}`,
    identityId(app),
    identityBody(app),
  ],
  [
    `Microsoft.CognitiveServices/accounts@${cognitive}`,
    foundryAccountId(app),
    foundryAccountBody(app),
  ],
  [
    `Microsoft.CognitiveServices/accounts/deployments@${cognitive}`,
    modelDeploymentId(app),
    modelDeploymentBody(app),
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
  [
    `Microsoft.Authorization/roleAssignments@${apiVersions.roleAssignment}`,
    roleAssignmentId(grant),
    roleAssignmentBody(grant),
  ],
  [
    `Microsoft.ServiceLinker/linkers@${apiVersions.serviceConnector}`,
    linkerId(zone.aks.clusterId, app.names.connector),
    linkerBody(app, { clientId: principalId }),
  ],
];

const checker = resolve(__dirname, '../../../../../shared/azure-types/check.mjs');
const held = existsSync(checker);
if (!held && process.env.CI) throw new Error('../shared/azure-types is missing, and CI is set.');
const title = 'holds every body against Microsoft’s published shapes';
(held ? describe : describe.skip)(
  held
    ? title
    : `NOT RUN: it needs ../shared/azure-types, which this clone does not have: ${title}`,
  () => {
    it.each(bodies)('%s', (type, id, body) => {
      const { checkBody } = require(checker);
      expect(checkBody(type, body)).toEqual([]);
      expect(id).toMatch(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/);
    });
  },
);

describe('the bodies', () => {
  it('close the account to the public network and to keys', () => {
    expect(foundryAccountBody(app).properties).toMatchObject({
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      networkAcls: { defaultAction: 'Deny' },
    });
  });

  it('carry the company’s tags and whose they are on everything that takes tags', () => {
    for (const body of [resourceGroupBody, identityBody, foundryAccountBody, privateEndpointBody]) {
      expect(body(app).tags).toEqual({
        'cost-center': 'ai-platform',
        'private-ai-entity': 'component:default/weather',
        'private-ai-managed-by': 'private-ai-portal',
        'private-ai-template': '1.0.0',
      });
    }
  });

  it('name a role assignment the same for the same scope, principal and role, whatever the letter case', () => {
    const other = { ...grant, principalId: '66666666-6666-6666-6666-666666666666' };
    const name = (of: typeof grant) => roleAssignmentId(of).split('/').at(-1);
    expect(name({ ...grant, scope: grant.scope.toUpperCase() })).toBe(name(grant));
    expect(name(other)).not.toBe(name(grant));
  });

  it('put the three zones of a Foundry account into one group', () => {
    const configs = dnsZoneGroupBody(dnsZoneIds).properties.privateDnsZoneConfigs;
    expect(configs.map(({ name }) => name)).toEqual([
      'privatelink-cognitiveservices-azure-com',
      'privatelink-openai-azure-com',
      'privatelink-services-ai-azure-com',
    ]);
  });
});
