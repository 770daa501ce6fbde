import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

let it: Awaited<ReturnType<typeof emptySubscription>>;
const location = 'koreacentral';
const cluster = 'Microsoft.ContainerService/managedClusters/aks';
const zone = 'Microsoft.Network/privateDnsZones/privatelink.koreacentral.azmk8s.io';
const network = 'Microsoft.Network/virtualNetworks/spoke';

const body = ({
  pool = {},
  outboundType = 'loadBalancer',
  serviceCidr = '172.20.0.0/16',
  dnsServiceIP = undefined as string | undefined,
  podCidr = '192.168.0.0/16',
  privateDNSZone = it.at(zone),
  kubernetesVersion = '1.36',
} = {}) => ({
  location,
  identity: { type: 'SystemAssigned' },
  properties: {
    kubernetesVersion,
    fqdnSubdomain: 'aks',
    apiServerAccessProfile: { enablePrivateCluster: true, privateDNSZone },
    networkProfile: { networkPlugin: 'azure', outboundType, serviceCidr, dnsServiceIP, podCidr },
    oidcIssuerProfile: { enabled: true },
    agentPoolProfiles: [
      {
        name: 'system',
        mode: 'System',
        count: 1,
        vmSize: 'Standard_D2as_v5',
        vnetSubnetID: it.at(`${network}/subnets/aks-subnet`),
        ...pool,
      },
    ],
  },
});

before(async () => {
  it = await emptySubscription();
  await it.make(network, {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/10'] } },
  });
  await it.make(`${network}/subnets/aks-subnet`, { properties: { addressPrefix: '10.1.0.0/24' } });
  await it.make(`${network}/subnets/pe-subnet`, { properties: { addressPrefix: '10.2.0.0/22' } });
  await it.make(zone, { location: 'global' });
});
after(() => it.stop());

test('what does not exist, or does not fit, is refused', async () => {
  const nowhere = it.at(`${network}/subnets/nowhere`);
  await it.refused(cluster, body({ pool: { vnetSubnetID: nowhere } }), 'SubnetNotFound');
  await it.refused(cluster, body({ pool: { vmSize: 'Standard_D2az_v5' } }), 'BadRequest');
  const ephemeral = body({ pool: { osDiskType: 'Ephemeral' } });
  await it.refused(cluster, ephemeral, 'VMTemporaryDiskTooSmall');
  await it.refused(cluster, body({ pool: { name: 'Sys-tem' } }), 'InvalidParameter');
  await it.refused(cluster, body({ kubernetesVersion: '1.20' }), 'K8sVersionNotSupported');
  const overlapping = body({ serviceCidr: '10.1.0.0/16' });
  await it.refused(cluster, overlapping, 'ServiceCidrOverlapExistingSubnetsCidr');
  const beside = body({ serviceCidr: '10.2.0.0/16' });
  await it.refused(cluster, beside, 'ServiceCidrOverlapExistingSubnetsCidr');
  const pods = body({ podCidr: '10.0.0.0/14' });
  await it.refused(cluster, pods, 'PodCidrOverlapExistingSubnetsCidr');
  const unserved = body({ dnsServiceIP: '172.21.0.10' });
  await it.refused(cluster, unserved, 'DnsServiceIpOutOfServiceCidr');
  const routed = body({ outboundType: 'userDefinedRouting' });
  await it.refused(cluster, routed, 'ExistingRouteTableNotAssociatedWithSubnet');
  const missing = it.at(`${zone}.none`);
  await it.refused(cluster, body({ privateDNSZone: missing }), 'CustomPrivateDNSZoneNotFound');
  for (const name of ['privatelink.azurecr.io', 'privatelink.japaneast.azmk8s.io']) {
    const other = `Microsoft.Network/privateDnsZones/${name}`;
    await it.make(other, { location: 'global' });
    const wrong = body({ privateDNSZone: it.at(other) });
    await it.refused(cluster, wrong, 'CustomPrivateDNSZoneFormatNotSupported');
  }
});

test('its API has a name in the zone, its first pool is a resource, and both go with it', async () => {
  await it.make(cluster, body());
  const { properties } = (await it.client.send('GET', it.at(cluster))).body;
  assert.equal(properties.privateFQDN, 'aks.privatelink.koreacentral.azmk8s.io');
  const record = it.room.arm.get(it.at(`${zone}/A/aks`));
  assert.deepEqual(record?.properties.aRecords, [{ ipv4Address: '10.1.0.4' }]);
  assert.equal(it.room.arm.get(it.at(`${cluster}/agentPools/system`))?.properties.count, 1);

  await it.make(`${cluster}/agentPools/general`, {
    properties: { vmSize: 'Standard_D2as_v5', nodeTaints: ['workload=general:NoSchedule'] },
  });
  const pools = (await it.client.send('GET', it.at(cluster))).body.properties.agentPoolProfiles;
  assert.deepEqual(
    pools.map(({ name }: { name: string }) => name),
    ['general', 'system'],
  );
  const window = (durationHours: number) => ({
    properties: { maintenanceWindow: { durationHours } },
  });
  const upgrades = `${cluster}/maintenanceConfigurations/aksManagedAutoUpgradeSchedule`;
  await it.refused(upgrades, window(2), 'InvalidParameter');
  await it.make(upgrades, window(4));

  const flux = `${cluster}/providers/Microsoft.KubernetesConfiguration`;
  const configuration = (dependsOn: string[]) => ({
    properties: { kustomizations: { operator: { path: './operator', dependsOn } } },
  });
  const landingZone = `${flux}/fluxConfigurations/landing-zone`;
  await it.refused(landingZone, configuration([]), 'FluxExtensionNotInstalled');
  const unknown = { properties: { extensionType: 'contoso.unknown' } };
  await it.refused(`${flux}/extensions/unknown`, unknown, 'ExtensionTypeNotFound');
  await it.make(`${flux}/extensions/flux`, { properties: { extensionType: 'microsoft.flux' } });
  const circle = configuration(['cert-manager']);
  await it.refused(landingZone, circle, 'InvalidKustomizationDependency');
  await it.make(landingZone, configuration([]));

  await it.client.send('DELETE', it.at(cluster));
  it.room.arm.settle();
  assert.equal(it.room.arm.get(it.at(`${zone}/A/aks`)), undefined);
});
