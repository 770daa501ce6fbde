import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

const location = 'koreacentral';
const networkContributor = '4d97b98b-1d4f-4787-a291-c67834d212e7';
const zoneContributor = 'b12aa53e-6015-4669-85d0-8515ebb3ae7f';
const identityOperator = 'f1a07417-d97a-45cb-824c-7a7467783830';

test('a cluster’s own identity lacks one right after the other, until it has the four roles of infra/modules/cluster', async () => {
  const it = await emptySubscription();
  const identity = (name: string) => `Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
  const zone = 'Microsoft.Network/privateDnsZones/privatelink.koreacentral.azmk8s.io';
  const table = 'Microsoft.Network/routeTables/rt';
  const network = 'Microsoft.Network/virtualNetworks/spoke';
  const subnet = `${network}/subnets/aks-subnet`;
  const give = (role: string, scope: string) => {
    const roles = `/subscriptions/${it.room.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
    return it.make(
      `${it.at(scope)}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`,
      {
        properties: {
          principalId: it.room.arm.get(it.at(identity('own')))?.properties.principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: `${roles}/${role}`,
        },
      },
    );
  };
  try {
    const next = { nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.100.0.4' };
    const routes = [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', ...next } }];
    await it.make(table, { location, properties: { routes } });
    await it.make(network, {
      location,
      properties: { addressSpace: { addressPrefixes: ['10.0.0.0/10'] } },
    });
    await it.make(subnet, {
      properties: { addressPrefix: '10.1.0.0/24', routeTable: { id: it.at(table) } },
    });
    await it.make(zone, { location: 'global' });
    for (const name of ['own', 'nodes']) await it.make(identity(name), { location });

    const path = 'Microsoft.ContainerService/managedClusters/aks';
    const cluster = (nodes = identity('nodes')) => ({
      location,
      identity: { type: 'UserAssigned', userAssignedIdentities: { [it.at(identity('own'))]: {} } },
      properties: {
        dnsPrefix: 'aks',
        agentPoolProfiles: [
          { name: 'system', mode: 'System', count: 1, vnetSubnetID: it.at(subnet) },
        ],
        apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone: it.at(zone) },
        networkProfile: { outboundType: 'userDefinedRouting' },
        identityProfile: { kubeletidentity: { resourceId: it.at(nodes) } },
      },
    });
    const nobody = cluster(identity('none'));
    await it.refused(path, nobody, 'CustomKubeletIdentityPropertyError');
    await it.refused(path, cluster(), 'CustomPrivateDNSZoneMissingPermissionError');
    await give(zoneContributor, zone);
    await it.refused(path, cluster(), 'CreateOrUpdateVirtualNetworkLinkFailed');
    // The nodes' subnet is not enough: the zone is linked to the whole network.
    await give(networkContributor, subnet);
    await it.refused(path, cluster(), 'CreateOrUpdateVirtualNetworkLinkFailed');
    await give(networkContributor, network);
    await it.refused(path, cluster(), 'CustomRouteTableMissingPermission');
    await give(networkContributor, table);
    await it.refused(path, cluster(), 'CustomKubeletIdentityMissingPermissionError');
    await give(identityOperator, identity('nodes'));
    const made = await it.make(path, cluster());
    assert.equal(made.status, 201);
  } finally {
    await it.stop();
  }
});
