import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { portal } from '../../packages/sandbox/src/entra/principals.ts';
import { secondSubscriptionId } from '../../packages/sandbox/src/arm/server.ts';
import { bodyFaults, checker } from './bodies.ts';
import { copyConfiguration, inputs } from './configuration.ts';
import { left } from './left.ts';
import { changes, type Plan } from './plan.ts';
import { tofu, tofuOnAzure, type TofuOnAzure } from './tofuOnAzure.ts';

const second = `/subscriptions/${secondSubscriptionId}`;
const peering = 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings';

// In a subscription of its own, behind the hub of the landing zone that the sandbox starts with, and for the portal of that.
describe('a second landing zone', { skip: tofu.skip || checker.skip }, () => {
  let azure: TofuOnAzure;
  let args: string[];
  let first: string[];

  // Without the records of private names: those of a private link scope are the same for each, and the last one has them.
  const ids = () =>
    azure.arm
      .list(`/subscriptions/${azure.subscriptionId}`)
      .map(({ id }) => id)
      .filter(id => !/\/privateDnsZones\/[^/]+\/A\//.test(id));
  const named = (type: string, name: RegExp) => {
    const found = azure.arm.list('', type).find(one => name.test(one.name));
    assert.ok(found, `${type} ${name}`);
    return found;
  };
  const roles = () => azure.arm.list('', 'Microsoft.Authorization/roleDefinitions');

  before(async () => {
    azure = await tofuOnAzure(copyConfiguration, { beside: true });
    await azure.must('init');
    // What `further_subscription_ids` of the first does.
    for (const role of roles()) {
      const { assignableScopes } = role.properties as { assignableScopes: string[] };
      const properties = { ...role.properties, assignableScopes: [...assignableScopes, second] };
      azure.arm.put({ ...role, properties });
    }
    first = ids();
    const hub = named('Microsoft.Network/virtualNetworks', /-prd-/);
    const firewall = named('Microsoft.Network/azureFirewalls', /./).properties;
    const zones = azure.arm.list('', 'Microsoft.Network/privateDnsZones');
    const roleId = (name: string) => roles().find(one => one.properties.roleName === name)?.id;
    // The outputs `hub` and `portal` of the first.
    const existing = {
      hub: {
        id: hub.id,
        name: hub.name,
        resource_group_name: 'rg-hub',
        firewall_private_ip: firewall.ipConfigurations[0].properties.privateIPAddress,
        dns_zone_ids: Object.fromEntries(zones.map(({ name, id }) => [name, id])),
      },
      portal: {
        principal_id: portal.objectId,
        role_ids: {
          portal: roleId('Private AI portal'),
          'portal-assigns': roleId('Private AI portal, assigns roles'),
        },
      },
    };
    const network = {
      spoke_address_space: ['10.64.0.0/12'],
      aks_subnet: '10.64.0.0/16',
      endpoint_subnet: '10.66.0.0/22',
    };
    args = [
      ...inputs('dev'),
      '-var=sequence=02',
      '-var=location=japaneast',
      '-var=region_code=jpe',
      `-var=network=${JSON.stringify(network)}`,
      `-var=existing_hub=${JSON.stringify(existing.hub)}`,
      `-var=existing_portal=${JSON.stringify(existing.portal)}`,
    ];
  });
  after(() => azure?.stop());

  const planned = async () => {
    await azure.must('plan', '-out=plan.bin', ...args);
    return changes(JSON.parse(await azure.must('show', '-json', 'plan.bin')) as Plan);
  };

  test('is laid down in its own subscription, and a second plan changes nothing', async () => {
    await azure.must('apply', '-auto-approve', '-parallelism=30', ...args);
    assert.deepEqual(await planned(), []);
    const { shapes, references } = await bodyFaults(azure.arm);
    assert.deepEqual({ shapes, references }, { shapes: [], references: [] });
    const [zone] = parse(await azure.must('output', '-raw', 'landing_zone'));
    assert.equal(zone.azure.subscriptionId, secondSubscriptionId);
    assert.ok(azure.arm.get(zone.aks.clusterId));
  });

  test('both sides are peered, each in its own subscription', () => {
    const sides = azure.arm
      .list('', peering)
      .filter(one => !/-01$/.test(one.name) || one.id.startsWith(second));
    assert.deepEqual(
      sides.map(({ id, properties }) => [id.startsWith(second), properties.peeringState]).sort(),
      [
        [false, 'Connected'],
        [true, 'Connected'],
      ],
    );
  });

  test('the zones of another region are its own, and the hub sees them', () => {
    const own = azure.arm.list(second, 'Microsoft.Network/privateDnsZones').map(({ name }) => name);
    assert.deepEqual(own.sort(), [
      'privatelink.japaneast.azmk8s.io',
      'privatelink.japaneast.prometheus.monitor.azure.com',
    ]);
    const links = azure.arm.list(second, 'Microsoft.Network/privateDnsZones/virtualNetworkLinks');
    assert.ok(links.every(({ properties }) => /\/rg-hub\//i.test(properties.virtualNetwork.id)));
    assert.equal(links.length, own.length);
  });

  test('goes again, and leaves what the first has', async () => {
    await azure.must('destroy', '-auto-approve', '-parallelism=30', ...args);
    assert.deepEqual(left(azure.arm, second).resources, []);
    assert.deepEqual(ids(), first);
  });
});
