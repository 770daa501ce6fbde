import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { landingZone } from '../testing/landingZone';
import { appIn } from '../testing/appInAzure';
import { apiVersions } from './apiVersions';
import type { ArmResource } from './client';
import { foundryAccountBody } from './foundryAccount';
import { foundryProjectBody } from './foundryProject';
import { modelDeploymentBody } from './modelDeployment';
import { privateEndpointBody } from './privateEndpoint';
import { resourceGroupBody } from './resourceGroup';

const checker = outsideTruth('azure-types/check.mjs');
const app = appIn(landingZone(), 'weather');
const { cognitiveServices: cognitive, network } = apiVersions;
const principalId = '55555555-5555-5555-5555-555555555555';
const group = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers';
const companys = `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/uami-key`;
const policy = `${group}/Microsoft.Network/applicationSecurityGroups/asg`;
/** What a company has set beside the portal, in Azure's answers with what Azure adds. */
const set: [type: string, body: (found: ArmResource) => object, found: object, stays: object][] = [
  [
    `Microsoft.CognitiveServices/accounts@${cognitive}`,
    found => foundryAccountBody(app, found),
    {
      identity: {
        type: 'SystemAssigned, UserAssigned',
        principalId,
        userAssignedIdentities: { [companys]: { principalId, clientId: principalId } },
      },
      properties: {
        provisioningState: 'Succeeded',
        internalId: 'f00',
        apiProperties: {},
        publicNetworkAccess: 'Enabled',
        networkAcls: { defaultAction: 'Allow', ipRules: [{ value: '10.0.0.0/8' }] },
        encryption: {
          keySource: 'Microsoft.KeyVault',
          keyVaultProperties: { keyName: 'key', keyVaultUri: 'https://kv.vault.azure.net' },
        },
        userOwnedStorage: [{ resourceId: `${group}/Microsoft.Storage/storageAccounts/st` }],
        raiMonitorConfig: { adxStorageResourceId: `${group}/Microsoft.Kusto/clusters/adx` },
        restrictOutboundNetworkAccess: true,
        allowedFqdnList: ['contoso.example'],
      },
    },
    {
      identity: {
        type: 'SystemAssigned, UserAssigned',
        userAssignedIdentities: { [companys]: {} },
      },
      properties: {
        publicNetworkAccess: 'Disabled',
        networkAcls: { defaultAction: 'Deny', ipRules: [{ value: '10.0.0.0/8' }] },
        encryption: { keySource: 'Microsoft.KeyVault', keyVaultProperties: { keyName: 'key' } },
        userOwnedStorage: [{ resourceId: expect.stringMatching(/st$/) }],
        raiMonitorConfig: { adxStorageResourceId: expect.stringMatching(/adx$/) },
        restrictOutboundNetworkAccess: true,
        allowedFqdnList: ['contoso.example'],
      },
    },
  ],
  [
    `Microsoft.CognitiveServices/accounts/projects@${cognitive}`,
    found => foundryProjectBody(app, found),
    {
      identity: { type: 'UserAssigned', userAssignedIdentities: { [companys]: {} } },
      properties: { displayName: 'Weather', description: 'Ours', isDefault: true },
    },
    {
      identity: {
        type: 'SystemAssigned, UserAssigned',
        userAssignedIdentities: { [companys]: {} },
      },
      properties: { displayName: 'Weather', description: 'Ours' },
    },
  ],
  [
    `Microsoft.CognitiveServices/accounts/deployments@${cognitive}`,
    found => modelDeploymentBody(app, found),
    {
      properties: {
        provisioningState: 'Succeeded',
        callRateLimit: { count: 1 },
        raiPolicyName: 'strict',
        versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
        scaleSettings: { scaleType: 'Standard', capacity: 5, activeCapacity: 5 },
        spilloverDeploymentName: 'other',
        parentDeploymentName: 'parent',
      },
    },
    {
      properties: {
        raiPolicyName: 'strict',
        versionUpgradeOption: 'NoAutoUpgrade',
        scaleSettings: { scaleType: 'Standard' },
        spilloverDeploymentName: 'other',
        parentDeploymentName: 'parent',
      },
    },
  ],
  [
    `Microsoft.Network/privateEndpoints@${network}`,
    found => privateEndpointBody(app, found),
    {
      properties: {
        provisioningState: 'Succeeded',
        customNetworkInterfaceName: 'nic-weather',
        ipConfigurations: [
          {
            name: 'one',
            type: 'Microsoft.Network/privateEndpoints/ipConfigurations',
            etag: 'W/"1"',
            properties: {
              provisioningState: 'Succeeded',
              groupId: 'account',
              memberName: 'default',
              privateIPAddress: '10.2.0.9',
            },
          },
        ],
        applicationSecurityGroups: [{ id: policy, properties: { resourceGuid: 'f00' } }],
      },
    },
    {
      properties: {
        customNetworkInterfaceName: 'nic-weather',
        ipConfigurations: [
          {
            name: 'one',
            properties: {
              groupId: 'account',
              memberName: 'default',
              privateIPAddress: '10.2.0.9',
            },
          },
        ],
        applicationSecurityGroups: [{ id: policy }],
      },
    },
  ],
  [
    `Microsoft.Resources/resourceGroups@${apiVersions.resourceGroup}`,
    found => resourceGroupBody(app, found),
    { managedBy: companys, properties: { provisioningState: 'Succeeded' } },
    { managedBy: companys },
  ],
];

describe('a body for what is there carries what others set', () => {
  it.each(set)('%s', (_, body, found, stays) => {
    const sent = body({ properties: {}, ...found } as ArmResource);
    expect(sent).toMatchObject(stays);
    // The same once more: nothing of it is a difference.
    expect(body(sent as ArmResource)).toEqual(sent);
  });

  needing(checker, describe)('as Microsoft publishes', () => {
    it.each(set)('%s', (type, body, found) => {
      const sent = body({ properties: {}, ...found } as ArmResource);
      expect(require(checker.path).checkBody(type, sent)).toEqual([]);
    });
  });
});
