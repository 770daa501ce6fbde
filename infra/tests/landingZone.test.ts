import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import {
  recordLandingZone,
  type RecordedLandingZone,
} from '../../packages/sandbox/src/arm/landingZone.ts';
import { bodyFaults, checker } from './bodies.ts';
import { copyConfiguration, inputs, sizes } from './configuration.ts';
import { changes, type Plan } from './plan.ts';
import { left } from './left.ts';
import { landingZoneFile, masked } from './recorded.ts';
import { tofu, tofuOnAzure, type TofuOnAzure } from './tofuOnAzure.ts';

// The small size is laid down once, by the real provider; every check below looks at that.
describe('the landing zone, laid down on the sandbox', { skip: tofu.skip || checker.skip }, () => {
  let azure: TofuOnAzure;
  const planOf = async (...args: string[]): Promise<Plan> => {
    await azure.must('plan', '-out=plan.bin', '-refresh=true', ...args);
    return JSON.parse(await azure.must('show', '-json', 'plan.bin')) as Plan;
  };
  before(async () => {
    azure = await tofuOnAzure(copyConfiguration);
    await azure.must('init');
  });
  after(() => azure?.stop());

  test('it is formatted and valid', async () => {
    assert.equal(await azure.must('fmt', '-check', '-recursive', '-list=true'), '');
    await azure.must('validate');
  });

  for (const size of sizes.filter(one => one !== 'dev'))
    test(`${size} can be planned`, async () => {
      const planned = changes(await planOf(...inputs(size)));
      assert.deepEqual(
        planned.filter(one => !one.startsWith('create ')),
        [],
      );
    });

  // One plan for both: neither changes what the other is about.
  test('where applications share a group, the portal makes there alone, and no groups; with permissions for each repository it gives those alone', async () => {
    const plan = await planOf(
      ...inputs('reference'),
      '-var=applications_group=rg-ai-apps',
      '-var=registry={"permissions":"repositories","image_build":"external"}',
    );
    const planned = (address: string) =>
      plan.resource_changes?.find(one => one.address === address)?.change.after ?? {};
    const registry = planned('module.registry.azurerm_container_registry.this');
    assert.equal(registry.role_assignment_mode, 'AbacRepositoryPermissions');
    for (const module of ['cluster', 'gitops[0]']) {
      const pulls = planned(`module.${module}.azurerm_role_assignment.pull`);
      assert.equal(pulls.role_definition_name, 'Container Registry Repository Reader');
    }
    const [builders, looks] = ['builders', 'looks'].map(name =>
      String(planned(`module.portal_rights.azurerm_role_assignment.${name}[0]`).condition),
    );
    assert.match(builders, /2a1e307c-b015-4ebd-883e-5b7698a07328/);
    assert.match(looks, /StringStartsWithIgnoreCase 'private-ai\/'/);
    const of = 'create module.portal_rights.azurerm_role_assignment';
    assert.deepEqual(
      changes(plan).filter(one => /portal_rights.*\.(makes|assigns|reads)/.test(one)),
      [
        ...['assigns', 'makes'].flatMap(role =>
          ['account', 'applications'].map(scope => `${of}.${role}["${scope}"]`),
        ),
        `${of}.reads`,
      ],
    );
    const role = plan.resource_changes?.find(
      ({ address }) => address === 'module.portal[0].azurerm_role_definition.this["portal"]',
    );
    const text = JSON.stringify(role?.change.after);
    assert.match(text, /userAssignedIdentities\/write/);
    assert.doesNotMatch(text, /resourceGroups\/(write|delete)/);
  });

  test('builders of the company’s own reach the git host, and Resource Manager to sign in; pods reach it where somebody says so', async () => {
    const plan = await planOf(
      ...inputs('reference'),
      '-var=registry={"image_build":"external"}',
      '-var=firewall={"nodes_reach_resource_manager":true}',
    );
    const group = plan.resource_changes?.find(({ address }) =>
      address.endsWith('azurerm_firewall_policy_rule_collection_group.application'),
    );
    const collections = group?.change.after?.application_rule_collection as {
      name: string;
      rule: { name: string; source_addresses: string[] }[];
    }[];
    const sources = Object.fromEntries(
      collections.flatMap(({ name, rule }) =>
        rule.map(one => [`${name}/${one.name}`, one.source_addresses]),
      ),
    );
    const [nodes, portal, builders] = ['10.1.0.0/24', '10.1.1.0/27', '10.3.0.0/24'];
    assert.deepEqual(sources['App-Allow-Platform/resource-manager'], [portal, builders]);
    assert.deepEqual(sources['App-Allow-Company/git'], [nodes, portal, builders]);
    assert.deepEqual(sources['App-Allow-Platform/aks'], [nodes, portal]);
    assert.ok(!collections.some(({ name }) => name === 'App-Deny-Resource-Manager'));
  });

  const hub = {
    id: '/subscriptions/x/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/hub',
    name: 'hub',
    resource_group_name: 'rg-hub',
    firewall_private_ip: '10.100.0.4',
    firewall_subnet: '10.100.0.0/26',
    dns_zone_ids: {},
    private_link_scope: { name: 'ampls', resource_group_name: 'rg-hub' },
  };
  const wrong: [string, string[], RegExp][] = [
    [
      'ranges that overlap',
      ['-var=network={"service_cidr":"10.0.0.0/16"}'],
      /address ranges overlap: network\.service_cidr \(10\.0\.0\.0\/16\) and\s+network\.spoke_address_space\[0\] \(10\.0\.0\.0\/10\)/,
    ],
    [
      'the portal’s machines among all others, and more than there is room for',
      ['-var=network={"portal_subnet":"10.1.0.248/29"}'],
      /overlap: network\.aks_subnet \(10\.1\.0\.0\/24\) and network\.portal_subnet \(10\.1\.0\.248\/29\).* has 3 addresses for machines, and the portal's pool may need 4/,
    ],
    [
      'subnets outside of the network; another portal behind a hub',
      [
        '-var=network={"spoke_address_space":["10.64.0.0/12"],"aks_subnet":"10.64.0.0/24","endpoint_subnet":"10.66.0.0/22","build_subnet":"10.67.0.0/24"}',
        `-var=existing_hub=${JSON.stringify(hub)}`,
      ],
      /outside of network\.spoke_address_space \(10\.64\.0\.0\/12\): network\.portal_subnet \(10\.1\.1\.0\/27\)\. Name.* existing_hub without existing_portal/,
    ],
    [
      'a model that is offered and not allowed',
      ['-var=allowed_models=["gpt-4.1"]'],
      /offered_models has what allowed_models does not allow: gpt-5\.2/,
    ],
    [
      'a region without the model',
      ['-var=region_models=["gpt-4.1 2025-04-14 GlobalStandard"]'],
      /koreacentral has no gpt-5\.2 2025-12-11 GlobalStandard/,
    ],
    [
      'a name that is too long',
      ['-var=organization=contosogroup', '-var=region_code=krc1', '-var=location=koreacentral'],
      /would be called amg-contosogroup-krc1-01|would be called kv-contosogroup/,
    ],
    [
      'an agent pool where the region has none',
      ['-var=registry={"image_build":"agent_pool"}'],
      /agent_pool, which koreacentral does\s+not offer/,
    ],
    [
      'nobody who administers the cluster',
      ['-var=admin_group_object_ids=[]'],
      /at least one object id/,
    ],
    [
      'a portal by the tag of its image',
      [
        '-var=portal_home={"host":"portal.contoso.example","digest":"portal:1","entra_client_id":"00000000-0000-0000-0000-000000000000"}',
      ],
      /portal_home\.digest: the image by its digest .* not a tag/,
    ],
    [
      'the firewall’s authority beside the portal’s secrets',
      [
        '-var=firewall={"sku_tier":"Premium","tls_inspection":{"key_vault_secret_id":"https://kv-contoso-krc-01.vault.azure.net/secrets/ca","key_vault_id":"/subscriptions/x/resourceGroups/y/providers/Microsoft.KeyVault/vaults/KV-contoso-krc-01"}}',
        '-var=inspection_ca_pem=-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----',
      ],
      /tls_inspection names kv-contoso-krc-01, which holds the portal's secrets/,
    ],
    [
      'inspection without the certificate to trust',
      [
        '-var=firewall={"tls_inspection":{"key_vault_secret_id":"https://kv-ca.vault.azure.net/secrets/ca","key_vault_id":"/subscriptions/x/resourceGroups/y/providers/Microsoft.KeyVault/vaults/kv-ca"}}',
      ],
      /what the\s+firewall signs, nodes and pods have to trust/,
    ],
  ];
  test('what cannot be right is refused before anything is sent', async () => {
    const before = azure.arm.writes.list().length;
    for (const [what, args, says] of wrong) {
      const { code, errors } = await azure.run('plan', ...inputs('reference'), ...args);
      assert.equal(code, 1, what);
      // The sentence is framed and wrapped for a terminal.
      assert.match(errors.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' '), says, what);
    }
    assert.equal(azure.arm.writes.list().length, before);
  });

  test('dev is applied, says what it leaves open, and a second plan changes nothing', async () => {
    const said = await azure.must('apply', '-auto-approve', '-parallelism=30', ...inputs('dev'));
    assert.match(said, /TLS is not inspected/);
    assert.match(said, /Whether koreacentral has the offered models was not checked/);
    assert.deepEqual(changes(await planOf(...inputs('dev'))), []);
  });

  test('what the portal is told names what was made', async () => {
    const [zone] = JSON.parse(
      JSON.stringify(parse(await azure.must('output', '-raw', 'landing_zone'))),
    );
    const ids: string[] = [
      zone.network.privateEndpointSubnetId,
      ...Object.values<string>(zone.network.dnsZoneIds),
      zone.aks.clusterId,
      zone.registry.id,
    ];
    for (const id of ids) assert.ok(azure.arm.get(id), id);
    assert.equal(
      zone.registry.loginServer,
      azure.arm.get(zone.registry.id)?.properties.loginServer,
    );
    assert.deepEqual(zone.guardrails.reservedNamespaces, [
      ...['app-routing-system', 'gateway', 'ingress-nginx', 'portal'],
    ]);
    const home = JSON.parse(await azure.must('output', '-json', 'portal_home'));
    const cluster = azure.arm.get(zone.aks.clusterId);
    assert.equal(home.cluster_api, `https://${cluster?.properties.privateFQDN}:443`);
  });

  test('every body has the published shape, and every id in it exists', async t => {
    const { shapes, references, unheld, idle } = await bodyFaults(azure.arm);
    for (const type of unheld) t.diagnostic(`no published shape here of ${type}`);
    assert.deepEqual(shapes, []);
    assert.deepEqual(references, []);
    assert.deepEqual(idle, [], 'each exception is still needed');
  });

  test('a property changed by hand is exactly what the plan shows', async () => {
    const [registry] = azure.arm.list('', 'Microsoft.ContainerRegistry/registries');
    azure.arm.put({ ...registry, tags: { ...registry.tags, owner: 'somebody' } });
    assert.deepEqual(changes(await planOf(...inputs('dev'))), [
      'update module.registry.azurerm_container_registry.this: tags',
    ]);
    azure.arm.put(registry);
  });

  test('the sandbox’s built-in landing zone is what this made', () => {
    assert.deepEqual(
      masked(recordLandingZone(azure.arm)),
      masked(JSON.parse(readFileSync(landingZoneFile, 'utf8')) as RecordedLandingZone),
      'npm run landing-zone writes it anew',
    );
  });

  test('an update changes what it names: the firewall inspects with the company’s CA, and one host more may be reached', async () => {
    // The company's, which nothing here made.
    const [portals] = azure.arm.list('', 'Microsoft.KeyVault/vaults');
    const name = 'kv-company-ca';
    const id = portals.id.replace('/rg-landing-zone/', '/rg-company/').replace(/[^/]+$/, name);
    const [group] = azure.arm.list('', 'Microsoft.Resources/resourceGroups');
    const company = group.id.replace(/[^/]+$/, 'rg-company');
    azure.arm.put({ ...group, id: company, name: 'rg-company' });
    const vault = azure.arm.put({ ...portals, id, name });
    const inspection = {
      key_vault_secret_id: `https://${vault.name}.vault.azure.net/secrets/company-ca`,
      key_vault_id: vault.id,
    };
    const update = [
      ...inputs('dev'),
      `-var=firewall=${JSON.stringify({ sku_tier: 'Premium', tls_inspection: inspection })}`,
      `-var=inspection_ca_pem=${azure.ca}`,
      `-var=allowed_fqdns=${JSON.stringify({ git: ['git.contoso.example'], mirror: ['mirror.contoso.example'] })}`,
    ];
    const policy = 'module.firewall[0].azurerm_firewall_policy';
    assert.deepEqual(
      changes(await planOf(...update)).map(one => one.replace(/:.*/, '')),
      [
        'create azurerm_management_lock.this["inspection"]',
        'update module.cluster.azurerm_kubernetes_cluster.this',
        'update module.firewall[0].azurerm_firewall.this',
        // Whole before the firewall turns to it.
        `create and delete ${policy}.this`,
        `create and delete ${policy}_rule_collection_group.application`,
        `create and delete ${policy}_rule_collection_group.network`,
        'create module.firewall[0].azurerm_role_assignment.inspection[0]',
        'create module.firewall[0].azurerm_user_assigned_identity.inspection[0]',
      ],
    );
    const before = azure.arm.writes.list().length;
    const said = await azure.must('apply', '-auto-approve', '-parallelism=30', ...update);
    assert.doesNotMatch(said, /TLS is not inspected/);
    assert.deepEqual(changes(await planOf(...update)), []);
    const { shapes, references } = await bodyFaults(azure.arm, before);
    // Of a cluster that it changes, the provider sends back what it has read.
    const own = shapes.filter(one => !/\/managedClusters\/.* read-only property$/.test(one));
    assert.deepEqual({ own, references }, { own: [], references: [] });
  });

  test('destroy leaves nothing', async () => {
    await azure.must('destroy', '-auto-approve', '-parallelism=30', ...inputs('dev'));
    for (const type of ['Microsoft.KeyVault/vaults', 'Microsoft.Resources/resourceGroups'])
      for (const { id } of azure.arm.list('', type))
        if (`${id}/`.includes('/rg-company/')) azure.arm.drop(id);
    const kept = ['aif-contoso-krc-01-playground', 'kv-contoso-krc-01'];
    assert.deepEqual(left(azure.arm), { resources: [], kept });
  });
});
