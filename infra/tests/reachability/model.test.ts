import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { alter, byAddress, byName, forbidden, inward, routed, ruled, without } from './changes.ts';
import type { Flow } from './flow.ts';
import { madeNetwork } from './madeNetwork.ts';
import type { Network } from './network.ts';
import { reach } from './reach.ts';
import { pod, policy } from './row.ts';

const foundry: Flow = { from: pod, to: 'aif-myapp-krc-01.openai.azure.com', port: 443 };
const web = (to: string, from = pod): Flow => ({ from, to, port: 443 });
const dns: Flow = { from: pod, to: '168.63.129.16', port: 53, protocol: 'Udp' };
const azureFirewall = 'AzureFirewallSubnet';
const peering = 'to-vnet-contoso-koreacentral-prd-01';

/** Names and addresses that Azure chose stand for themselves until the network is made. */
const collection = '{collection}';
const firewallAddress = '{firewall}';

/** What is changed, how, what is asked then, and what the way has in it; `refused by` where it ends in that. */
type Case = [what: string, change: (made: Network) => Network, flow: Flow, said: string];

const cases: Record<string, Case[]> = {
  'routes: the longest prefix, and the company’s before Azure’s': [
    [
      'a route as narrow as the network takes an endpoint’s route back, where its subnet lets it',
      made => routed(made, '10.2.0.0/22', 'VirtualAppliance', '10.100.0.4'),
      foundry,
      'refused by App-Deny-All-Else/web',
    ],
    [
      'and not where the subnet has rules alone apply',
      made =>
        routed(
          alter(made, 'pe-subnet', {
            privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
          }),
          '10.2.0.0/22',
          'VirtualAppliance',
          '10.100.0.4',
        ),
      foundry,
      'endpoint route of pe-aif-myapp-krc-01 → nsg-pe-subnet/Allow-From-Nodes → pe-aif-myapp-krc-01 → aif-myapp-krc-01 → there',
    ],
    [
      'a dead end',
      made => routed(made, '198.51.100.0/24', 'None'),
      web('198.51.100.7'),
      'refused by rt-',
    ],
    [
      'an appliance that nobody made',
      made => routed(made, '198.51.100.0/24', 'VirtualAppliance', '10.100.0.9'),
      web('198.51.100.7'),
      'refused by nobody at 10.100.0.9',
    ],
    [
      'no route out, and a subnet that Azure lets out by itself: past the firewall',
      made =>
        alter(without(made, 'rt-vnet-contoso-koreacentral-01/to-firewall'), pod, {
          defaultOutboundAccess: true,
        }),
      web('example.org'),
      'Azure’s way out → Internet → there',
    ],
  ],
  'peering: connected and allowed, in both directions': [
    [
      'one that is no more connected',
      made => alter(made, peering, { peeringState: 'Disconnected' }),
      foundry,
      'refused by vnet-contoso-koreacentral-01 does not reach vnet-contoso-koreacentral-prd-01',
    ],
    [
      'an appliance beyond it, by address',
      made => alter(made, peering, { allowVirtualNetworkAccess: false }),
      web('198.51.100.7'),
      'refused by vnet-contoso-koreacentral-01 does not reach vnet-contoso-koreacentral-prd-01',
    ],
  ],
  'security rules': [
    [
      'they do not hold for endpoints whose subnet does not say so',
      made => alter(made, 'pe-subnet', { privateEndpointNetworkPolicies: 'Disabled' }),
      { ...foundry, from: azureFirewall },
      'pe-aif-myapp-krc-01 → aif-myapp-krc-01 → there',
    ],
    [
      'without a refusal of the company’s own, Azure’s rules let a peered network in',
      made => without(made, 'nsg-pe-subnet/Deny-All-Else'),
      { ...foundry, from: azureFirewall },
      'nsg-pe-subnet/AllowVnetInBound → pe-aif-myapp-krc-01 → aif-myapp-krc-01 → there',
    ],
    [
      'everything refused is all but Azure’s DNS',
      made => forbidden(made, '*'),
      dns,
      'Azure’s own → there',
    ],
    [
      'which a tag refuses',
      made => forbidden(made, 'AzurePlatformDNS'),
      dns,
      'refused by nsg-aks-subnet/Deny-Out',
    ],
    [
      'and the firewall still answers',
      made => forbidden(made, 'AzurePlatformDNS'),
      foundry,
      '→ aif-myapp-krc-01 → there',
    ],
    [
      'a question to the firewall is a packet like others',
      made => forbidden(made, '10.100.0.0/16'),
      foundry,
      'refused by nsg-aks-subnet/Deny-Out',
    ],
    [
      'with a default route the virtual network is everything',
      made => forbidden(made, 'VirtualNetwork'),
      web('198.51.100.7'),
      'refused by nsg-aks-subnet/Deny-Out',
    ],
  ],
  names: [
    [
      'a firewall that asks somebody else sees no private zone',
      made =>
        alter(made, policy, {
          dnsSettings: { enableProxy: true, servers: ['10.9.9.9'] },
        }),
      foundry,
      '10.9.9.9, which sees no private zone',
    ],
    [
      'a network without DNS servers asks Azure itself, which sees only its own links',
      made => alter(made, 'vnet-contoso-koreacentral-01', { dhcpOptions: { dnsServers: [] } }),
      foundry,
      'privatelink.openai.azure.com is not linked to vnet-contoso-koreacentral-01',
    ],
    [
      'a record with another’s address',
      made => {
        const [record] = made
          .of('Microsoft.Network/privateDnsZones/A')
          .filter(({ name }) => name === 'psql-contoso-krc-01');
        return alter(made, 'aif-myapp-krc-01', { aRecords: record.properties.aRecords });
      },
      foundry,
      ' is not for aif-myapp-krc-01.openai.azure.com',
    ],
  ],
  'firewall: by address before by name, then by priority': [
    [
      'an address rule lets through what a name rule refuses',
      made => ruled(made, 'network', 50000, byAddress),
      web('example.org'),
      'More/rule → Internet → there',
    ],
    [
      'a name rule after the refusal is too late',
      made => ruled(made, 'application', 60001, byName('example.org')),
      web('example.org'),
      'refused by App-Deny-All-Else/web',
    ],
    [
      'one before it is not',
      made => ruled(made, 'application', 50000, byName('example.org')),
      web('example.org'),
      'More/rule → Internet → there',
    ],
    [
      'a rule of an earlier group is before every one of a later',
      made => ruled(made, 'network', 60001, byName('example.org')),
      web('example.org'),
      'More/rule → Internet → there',
    ],
    [
      'another’s rule is not the nodes’',
      made =>
        ruled(made, 'application', 50000, {
          ...byName('example.org'),
          sourceAddresses: ['10.9.0.0/16'],
        }),
      web('example.org'),
      'refused by App-Deny-All-Else/web',
    ],
    [
      'a wildcard is each host below',
      made => ruled(made, 'application', 50000, byName('*.example.org')),
      web('a.b.example.org'),
      'More/rule → Internet → there',
    ],
    [
      'and not the domain itself',
      made => ruled(made, 'application', 50000, byName('*.example.org')),
      web('example.org'),
      'refused by App-Deny-All-Else/web',
    ],
    [
      'without a name no rule by name is for it',
      made => ruled(made, 'application', 50000, byName('*')),
      web('198.51.100.7'),
      'refused by no rule of afw-contoso-krc-01',
    ],
    [
      'what comes from outside is sent on by a rule, and judged where it arrives',
      made => ruled(made, 'network', 150, inward),
      web(firewallAddress, 'Internet'),
      'More/rule → refused by nsg-aks-subnet/Deny-All-Else',
    ],
  ],
  'services that are closed': [
    [
      'a rule that lets their public names pass is no use',
      made =>
        ruled(
          without(made, 'record aif-myapp-krc-01 of privatelink.openai.azure.com'),
          'application',
          50000,
          byName(foundry.to),
        ),
      foundry,
      'More/rule → refused by accounts aif-myapp-krc-01 is closed to the Internet',
    ],
    [
      'one that takes the Internet, and of it nobody',
      made => alter(made, 'kv-contoso-krc-01', { publicNetworkAccess: 'Enabled' }),
      web('kv-contoso-krc-01.vault.azure.net', 'Internet'),
      'refused by vaults kv-contoso-krc-01 is closed to the Internet',
    ],
  ],
  'the private link scope': [
    [
      'an open one leaves what is not in it to its own settings: closed',
      made => without(open(made), 'amw-contoso-krc-01 of ampls-contoso-krc-01'),
      { from: pod, to: collection, port: 443 },
      'refused by amw-contoso-krc-01 is not in ampls-contoso-krc-01',
    ],
    [
      'or open',
      made =>
        alter(
          without(open(made), 'amw-contoso-krc-01 of ampls-contoso-krc-01'),
          'amw-contoso-krc-01',
          { networkAcls: { publicNetworkAccess: 'Enabled' } },
        ),
      { from: pod, to: collection, port: 443 },
      '→ ampls-contoso-krc-01 → there',
    ],
  ],
};

const open = (network: Network) =>
  alter(network, 'ampls-contoso-krc-01', {
    accessModeSettings: { ingestionAccessMode: 'Open', queryAccessMode: 'Open' },
  });

describe('the model, on networks that were changed', () => {
  let made: Network;
  let chosen: Record<string, string>;
  before(async () => {
    made = await madeNetwork();
    const find = (type: string, name: string) =>
      made.of(type).find(one => one.name === name)?.properties ?? {};
    const { metricsIngestion } = find(
      'Microsoft.Insights/dataCollectionEndpoints',
      'amw-contoso-krc-01',
    );
    chosen = {
      [collection]: new URL(metricsIngestion.endpoint).hostname,
      [firewallAddress]: find('Microsoft.Network/publicIPAddresses', 'pip-afw-contoso-krc-01')
        .ipAddress,
    };
  });

  for (const [group, all] of Object.entries(cases))
    test(group, () => {
      for (const [what, change, flow, said] of all) {
        const verdict = reach(change(made), { ...flow, to: chosen[flow.to] ?? flow.to });
        const told = [
          ...verdict.hops,
          verdict.refusedBy ? `refused by ${verdict.refusedBy}` : 'there',
        ];
        assert.ok(told.join(' → ').includes(said), `${what}: ${told.join(' → ')}`);
      }
    });

  test('a tag that nobody wrote down is asked about, and not taken for nothing', () => {
    assert.throws(() => reach(forbidden(made, 'Storage'), foundry), /service tag "Storage"/);
  });
});
