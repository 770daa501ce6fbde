import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { secondSubscriptionId } from '../../packages/sandbox/src/arm/server.ts';
import { bodyFaults, checker } from './bodies.ts';
import { copyConfiguration, inputs } from './configuration.ts';
import { left } from './left.ts';
import { changes, type Plan } from './plan.ts';
import { Network } from './reachability/network.ts';
import { reach } from './reachability/reach.ts';
import { tofu, tofuOnAzure, type TofuOnAzure } from './tofuOnAzure.ts';

const subscription = `/subscriptions/${secondSubscriptionId}`;
const spoke = {
  address_space: ['10.64.0.0/12'],
  nodes: '10.64.0.0/24',
  builders: ['10.67.0.0/24'],
};
const portal = 'vnet-contoso-koreacentral-01/portal-subnet';
const [nodes, builder] = ['aks-subnet', 'build-subnet'].map(
  name => `vnet-contoso-japaneast-02/${name}`,
);

interface ForTheHub {
  builders: string[];
  portal_hosts: string[];
  monitor_hosts: string[];
}

// In a subscription and a region of its own, behind the first one's hub and for its portal.
describe('a second landing zone', { skip: tofu.skip || checker.skip }, () => {
  let first: TofuOnAzure;
  let second: TofuOnAzure;
  let ofFirst: string[];
  let ofSecond: string[];
  let ids: string[];

  const output = async (azure: TofuOnAzure, name: string) =>
    azure.must('output', '-json', name).then(text => JSON.parse(text));
  const apply = (azure: TofuOnAzure, args: string[]) =>
    azure.must('apply', '-auto-approve', '-parallelism=30', ...args);
  const planned = async (azure: TofuOnAzure, args: string[]) => {
    await azure.must('plan', '-out=plan.bin', ...args);
    return changes(JSON.parse(await azure.must('show', '-json', 'plan.bin')) as Plan);
  };
  const besides = (hosts: Partial<ForTheHub> = {}) => [
    ...inputs('dev'),
    `-var=further_landing_zones=${JSON.stringify({ japan: { subscription_id: secondSubscriptionId, ...spoke, ...hosts } })}`,
  ];
  const ofFirstsSubscription = () =>
    first.arm.list(`/subscriptions/${first.subscriptionId}`).map(({ id }) => id);

  before(async () => {
    first = await tofuOnAzure(copyConfiguration);
    second = await tofuOnAzure(copyConfiguration, { beside: first });
    ofFirst = besides();
    await Promise.all([first.must('init'), second.must('init')]);
    await apply(first, ofFirst);
    ids = ofFirstsSubscription();
    const { address_space, nodes: aks_subnet, builders } = spoke;
    const network = {
      spoke_address_space: address_space,
      aks_subnet,
      endpoint_subnet: '10.66.0.0/22',
      build_subnet: builders[0],
    };
    ofSecond = [
      ...inputs('dev'),
      '-var=sequence=02',
      '-var=location=japaneast',
      '-var=region_code=jpe',
      `-var=network=${JSON.stringify(network)}`,
      `-var=existing_hub=${JSON.stringify(await output(first, 'hub'))}`,
      `-var=existing_portal=${JSON.stringify(await output(first, 'portal'))}`,
    ];
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
  });

  test('is laid down in its own subscription, and a second plan changes nothing', async () => {
    const before = first.arm.writes.list().length;
    await apply(second, ofSecond);
    assert.deepEqual(await planned(second, ofSecond), []);
    const { shapes, references } = await bodyFaults(first.arm, before);
    assert.deepEqual({ shapes, references }, { shapes: [], references: [] });
    const [zone] = parse(await second.must('output', '-raw', 'landing_zone'));
    assert.equal(zone.azure.subscriptionId, secondSubscriptionId);
    const cluster = first.arm.get(zone.aks.clusterId);
    assert.deepEqual(
      cluster?.properties.agentPoolProfiles.map(({ name }: { name: string }) => name).sort(),
      ['general', 'shared', 'system'],
      'no machines for a portal, which stands elsewhere',
    );
  });

  test('the zones of another region are its own, and the hub sees them', () => {
    const own = first.arm.list(subscription, 'Microsoft.Network/privateDnsZones');
    assert.deepEqual(own.map(({ name }) => name).sort(), [
      'privatelink.japaneast.azmk8s.io',
      'privatelink.japaneast.prometheus.monitor.azure.com',
    ]);
    const links = first.arm.list(
      subscription,
      'Microsoft.Network/privateDnsZones/virtualNetworkLinks',
    );
    assert.ok(links.every(({ properties }) => /\/rg-hub\//i.test(properties.virtualNetwork.id)));
    assert.equal(links.length, own.length);
  });

  test('the hub’s firewall lets nothing across until it is told the hosts; then these, and by their names alone', async () => {
    const hosts = (await output(second, 'for_the_hub')) as ForTheHub;
    assert.equal(hosts.portal_hosts.length, 3);
    assert.deepEqual(hosts.builders, spoke.builders);
    assert.ok(hosts.monitor_hosts.length >= 5, `${hosts.monitor_hosts}`);
    const flows = [
      ...hosts.portal_hosts.map(to => ({ from: portal, to, port: 443 })),
      ...hosts.monitor_hosts.map(to => ({ from: nodes, to, port: 443 })),
    ];
    const verdicts = () => {
      const network = new Network(first.arm.list(''));
      return flows.map(flow => {
        const { allowed, hops, refusedBy } = reach(network, flow);
        return `${flow.to}: ${allowed ? hops.at(-1) : refusedBy}`;
      });
    };
    for (const said of verdicts()) assert.match(said, /: App-Deny-All-Else\/web$/);

    ofFirst = besides(hosts);
    assert.deepEqual(await planned(first, ofFirst), [
      'update module.firewall[0].azurerm_firewall_policy_rule_collection_group.application: application_rule_collection',
    ]);
    await apply(first, ofFirst);
    assert.deepEqual(
      verdicts().map(said => said.replace(/^.*: /, '')),
      [
        'aks-contoso-japaneast-02',
        'acrcontosojpe02',
        'amw-contoso-jpe-02',
        ...hosts.monitor_hosts.map(() => 'ampls-contoso-krc-01'),
      ],
    );

    const network = new Network(first.arm.list(''));
    const refused = (from: string, to: string, port: number) => {
      const { allowed, refusedBy } = reach(network, { from, to, port });
      assert.equal(allowed, false, `${from} → ${to}`);
      return refusedBy;
    };
    const [database] = first.arm.list('', 'Microsoft.DBforPostgreSQL/flexibleServers');
    const home = database.properties.fullyQualifiedDomainName;
    assert.equal(refused(nodes, home, 5432), 'Net-Deny-All-Else/not-web');
    assert.equal(
      refused(nodes, hosts.portal_hosts[1].replace('jpe02', 'krc01'), 443),
      'App-Deny-All-Else/web',
    );
    // What the first one's may not, this one's may not.
    assert.equal(refused(nodes, 'graph.microsoft.com', 443), 'App-Deny-All-Else/web');
    assert.equal(
      refused(nodes, 'management.azure.com', 443),
      'App-Deny-Resource-Manager/applications',
    );
    const packages = { to: 'packages.contoso.example', port: 443 };
    assert.equal(refused(nodes, packages.to, 443), 'App-Deny-All-Else/web');
    assert.ok(reach(network, { from: builder, ...packages }).allowed);
    assert.equal(refused(nodes, '10.1.0.5', 443), 'no rule of afw-contoso-krc-01');
    assert.equal(refused(portal, '10.64.0.5', 443), 'no rule of afw-contoso-krc-01');
  });

  test('goes again, and leaves the first as it was', async () => {
    await second.must('destroy', '-auto-approve', '-parallelism=30', ...ofSecond);
    assert.deepEqual(left(first.arm, subscription).resources, []);
    assert.deepEqual(ofFirstsSubscription(), ids);
    assert.deepEqual(await planned(first, ofFirst), []);
  });
});
