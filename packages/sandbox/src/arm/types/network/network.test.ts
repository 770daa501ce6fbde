import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

let it: Awaited<ReturnType<typeof emptySubscription>>;
const location = 'koreacentral';
const at = (path: string) => it.at(`Microsoft.Network/${path}`);
const put = (path: string, body: object) => it.make(at(path), body);
const refused = (path: string, body: object | undefined, code: string) =>
  it.refused(at(path), body, code);

before(async () => {
  it = await emptySubscription();
  await put('virtualNetworks/hub', {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.100.0.0/16'] } },
  });
  await put('virtualNetworks/spoke', {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/10'] } },
  });
  await put('virtualNetworks/hub/subnets/AzureFirewallSubnet', {
    properties: { addressPrefix: '10.100.0.0/26' },
  });
});
after(() => it.stop());

test('rules of a security group have a priority of their own, from 100 to 4096', async () => {
  const rule = (priority: number, direction = 'Inbound') => ({
    properties: {
      priority,
      direction,
      access: 'Allow',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  });
  await put('networkSecurityGroups/nsg', { location });
  await put('networkSecurityGroups/nsg/securityRules/one', rule(100));
  const other = 'networkSecurityGroups/nsg/securityRules/other';
  await refused(other, rule(100), 'SecurityRuleConflict');
  await refused(other, rule(99), 'SecurityRuleInvalidPriority');
  const { status } = await put(other, rule(100, 'Outbound'));
  assert.equal(status, 201, 'the other direction is another list');
});

test('what a subnet uses exists, lies in its region, and stays while it is used', async () => {
  const subnet = (routeTable: string) => ({
    properties: { addressPrefix: '10.1.0.0/24', routeTable: { id: at(routeTable) } },
  });
  const aks = 'virtualNetworks/spoke/subnets/aks-subnet';
  await refused(aks, subnet('routeTables/none'), 'InvalidResourceReference');
  await put('routeTables/afar', { location: 'japaneast', properties: {} });
  await refused(aks, subnet('routeTables/afar'), 'InvalidResourceReference');
  const routes = [
    { name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance' } },
  ];
  const near = 'routeTables/near';
  await refused(near, { location, properties: { routes } }, 'NextHopIpAddressInvalidForRoute');
  await put(near, { location, properties: { routes: [] } });
  await put(aks, subnet(near));
  await refused(near, undefined, 'InUseRouteTableCannotBeDeleted');
});

test('a peering is connected once it leads back, and never joins overlapping ranges', async () => {
  const to = (network: string) => ({
    properties: { remoteVirtualNetwork: { id: at(`virtualNetworks/${network}`) } },
  });
  const one = 'virtualNetworks/spoke/virtualNetworkPeerings/hub';
  await put(one, to('hub'));
  const state = async () => (await it.client.send('GET', at(one))).body.properties.peeringState;
  assert.equal(await state(), 'Initiated');
  await put('virtualNetworks/hub/virtualNetworkPeerings/spoke', to('spoke'));
  assert.equal(await state(), 'Connected');
  await put('virtualNetworks/twin', {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] } },
  });
  const twin = 'virtualNetworks/spoke/virtualNetworkPeerings/twin';
  await refused(twin, to('twin'), 'VnetAddressSpacesOverlap');
});

test('a firewall stands in its subnet, with a static address and a policy of its tier', async () => {
  const address = (sku: string) => ({
    location,
    sku: { name: sku },
    properties: { publicIPAllocationMethod: sku === 'Standard' ? 'Static' : 'Dynamic' },
  });
  const dynamic = {
    ...address('Standard'),
    properties: { publicIPAllocationMethod: 'Dynamic' },
  };
  await refused('publicIPAddresses/dynamic', dynamic, 'StandardSkuPublicIPAddressesMustBeStatic');
  await put('publicIPAddresses/basic', address('Basic'));
  await put('publicIPAddresses/standard', address('Standard'));
  await put('firewallPolicies/premium', { location, properties: { sku: { tier: 'Premium' } } });
  const firewall = ({
    tier = 'Premium',
    subnet = 'virtualNetworks/hub/subnets/AzureFirewallSubnet',
    ip = 'standard',
  }) => ({
    location,
    properties: {
      sku: { name: 'AZFW_VNet', tier },
      firewallPolicy: { id: at('firewallPolicies/premium') },
      ipConfigurations: [
        {
          name: 'hub',
          properties: {
            subnet: { id: at(subnet) },
            publicIPAddress: { id: at(`publicIPAddresses/${ip}`) },
          },
        },
      ],
    },
  });
  const path = 'azureFirewalls/afw';
  await refused(path, firewall({ tier: 'Standard' }), 'AzureFirewallPolicyTierMismatch');
  const elsewhere = firewall({ subnet: 'virtualNetworks/spoke/subnets/aks-subnet' });
  await refused(path, elsewhere, 'AzureFirewallIpConfigurationSubnetNotValid');
  await refused(path, firewall({ ip: 'basic' }), 'AzureFirewallPublicIPAddressMustBeStandard');
  await put(path, firewall({}));
  const { body } = await it.client.send('GET', at(path));
  assert.equal(body.properties.ipConfigurations[0].properties.privateIPAddress, '10.100.0.4');
  await refused('firewallPolicies/premium', undefined, 'FirewallPolicyCannotBeDeletedWhileInUse');
  await refused(
    'virtualNetworks/hub/subnets/AzureFirewallSubnet',
    undefined,
    'InUseSubnetCannotBeDeleted',
  );
});

test('a policy’s rules need what they use: the proxy for names, a certificate to open TLS', async () => {
  const inspection = { transportSecurity: { certificateAuthority: { name: 'ca' } } };
  await refused(
    'firewallPolicies/plain',
    { location, properties: { sku: { tier: 'Standard' }, ...inspection } },
    'FirewallPolicyFeatureNotSupported',
  );
  await refused(
    'firewallPolicies/plain',
    { location, properties: { sku: { tier: 'Premium' }, ...inspection } },
    'FirewallPolicyMissingIdentity',
  );
  await put('firewallPolicies/plain', { location, properties: { sku: { tier: 'Standard' } } });
  const group = (rule: object, priority = 200) => ({
    properties: {
      priority,
      ruleCollections: [
        {
          name: 'some',
          priority: 100,
          ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
          action: { type: 'Allow' },
          rules: [rule],
        },
      ],
    },
  });
  const names = { name: 'ntp', ruleType: 'NetworkRule', destinationFqdns: ['ntp.example'] };
  const opened = { name: 'web', ruleType: 'ApplicationRule', terminateTLS: true };
  const path = 'firewallPolicies/plain/ruleCollectionGroups/network';
  await refused(path, group(names), 'FirewallPolicyNetworkRuleFqdnRequiresDnsProxy');
  await refused(path, group(opened), 'FirewallPolicyRuleTerminateTlsRequiresCertificate');
  const plain = { name: 'plain', ruleType: 'NetworkRule', destinationAddresses: ['10.0.0.1'] };
  await refused(path, group(plain, 99), 'FirewallPolicyRuleCollectionGroupInvalidPriority');
  assert.equal((await put(path, group(plain))).status, 201);
});
