import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArmResource } from '../azure/client';
import { OPENAI_USER, REPOSITORY_WRITER } from '../azure/roleAssignment';
import { landingZone } from '../testing/landingZone';
import { modelCapacities } from '../landingZones/capacity';
import { clusterProblems } from './cluster';
import { accountProblems, credentialProblems, deploymentProblems } from './limits';
import { subnetProblems } from './network';
import { missingActions } from './permissions';
import { providerProblems } from './providers';
import { registryProblems } from './registry';
import { requiredActions } from './requiredActions';
import { missingSentence, roleActions, roleTitles } from './roles';

const zone = landingZone();
const roles = join(__dirname, '../../../../infra/roles');
const role = (file: string) => JSON.parse(readFileSync(join(roles, file), 'utf8'));
const found = (properties: object) => ({ id: '', properties }) as ArmResource;

describe('the roles of infra/roles', () => {
  const all = Object.keys(roleTitles).map(role);
  const [portal, reads, uses, assigns] = all;

  it('give exactly what the portal needs, each of them its own', () => {
    const needed = new Set(Object.values(requiredActions).flatMap(at => Object.values(at).flat()));
    expect(all.flatMap(({ Actions }) => Actions).sort()).toEqual([...needed].sort());
    expect(all.map(({ Name }) => Name)).toEqual(Object.values(roleTitles));
    expect(all.map(({ Actions }) => Actions)).toEqual(Object.values(roleActions));
  });

  it('change nothing in the subscription but where applications lie', () => {
    expect(reads.Actions.filter((action: string) => !action.endsWith('/read'))).toEqual([
      'Microsoft.CognitiveServices/checkDomainAvailability/action',
    ]);
    expect(reads.Actions.join()).not.toMatch(/pull/);
    // On the cluster, the registry, the subnet and the zones, each by itself.
    expect(uses.Actions.join()).not.toMatch(/resourceGroups|accounts|Identities|privateEndpoints/);
    expect(portal.Actions.join()).not.toMatch(
      /linkers|extensions|scheduleRun|join\/action|listClusterUserCredential/,
    );
  });

  it('give no provider as a whole, and nothing behind an account', () => {
    for (const { Actions, NotActions, DataActions, NotDataActions } of all) {
      expect(Actions.filter((action: string) => action.includes('*'))).toEqual([]);
      expect([NotActions, DataActions, NotDataActions]).toEqual([[], [], []]);
      if (Actions === assigns.Actions) continue;
      expect(Actions.join()).not.toMatch(/roleAssignments\/(write|delete)|listKeys|purge/i);
    }
    expect(assigns.Actions).toEqual([
      'Microsoft.Authorization/roleAssignments/delete',
      'Microsoft.Authorization/roleAssignments/write',
    ]);
  });

  it.each([
    ['portal-assigns.condition.txt', 'an application’s identity', OPENAI_USER],
    ['portal-assigns-builders.condition.txt', 'its builder', REPOSITORY_WRITER],
  ])('are held by %s to the one role that %s gets', (file, _, only) => {
    const condition = readFileSync(join(roles, file), 'utf8');
    expect(condition.match(/\{[\da-f-]{36}\}/g)).toEqual([`{${only}}`, `{${only}}`]);
    expect(condition.match(/PrincipalType\] \S+ \{'ServicePrincipal'\}/g)).toHaveLength(2);
  });
});

describe('what a role gives', () => {
  it.each([
    ['*', true],
    ['*/read', true],
    ['microsoft.network/*/READ', true],
    ['Microsoft.Network/virtualNetworks/subnets/*', true],
    ['Microsoft.Network/virtualNetworks/read', false],
    ['Microsoft.Network/*/write', false],
    ['Microsoft.Network/virtualNetworks/subnets/read/*', false],
    // One text may not count twice.
    ['Microsoft.Network/virtualNetworks/subnets/re*ead', false],
  ])('%s', (pattern, gives) => {
    const action = 'Microsoft.Network/virtualNetworks/subnets/read';
    expect(missingActions([action], [{ actions: [pattern], notActions: [] }])).toEqual(
      gives ? [] : [action],
    );
  });

  it('is what is not taken away in the same role, whatever another one takes away', () => {
    const write = 'Microsoft.Authorization/roleAssignments/write';
    const contributor = { actions: ['*'], notActions: ['Microsoft.Authorization/*/Write'] };
    expect(missingActions([write], [contributor])).toEqual([write]);
    expect(missingActions([write], [contributor, { actions: [write] }])).toEqual([]);
  });

  it('is named with the role that lacks it', () => {
    const join = 'Microsoft.Network/virtualNetworks/subnets/join/action';
    expect(missingSentence([join], 'the subnet x')).toMatch(
      /the role “Private AI portal, uses the landing zone” \(infra\/roles\/portal-uses\.json\) to it there/,
    );
    const write = 'Microsoft.Authorization/roleAssignments/write';
    expect(
      missingSentence(['Microsoft.Resources/subscriptions/read', write], 'the subscription x'),
    ).toMatch(/the roles “[^”]*, reads” .* and “[^”]*, assigns roles” \(.*with its condition\)/);
  });
});

describe('limits and states', () => {
  it('counts Azure’s own meter, and accounts only where there is none', () => {
    const meter = (currentValue: number) => [
      { name: { value: 'AIServices.S0.AccountCount' }, currentValue, limit: 30 },
    ];
    expect(accountProblems(meter(29), 200, 'koreacentral')).toEqual([]);
    expect(accountProblems(meter(30), 1, 'koreacentral')).toEqual([
      expect.stringMatching(/all 30 Foundry accounts .* in koreacentral/),
    ]);
    expect(accountProblems([], 99, 'koreacentral')).toEqual([]);
    expect(accountProblems([], 100, 'koreacentral')).toHaveLength(1);
  });

  it('knows how many federated credentials an identity takes, and deployments a shared account', () => {
    expect(credentialProblems('uami-weather', 19)).toEqual([]);
    expect(credentialProblems('uami-weather', 20)[0]).toMatch(/uami-weather has all 20/);
    expect(deploymentProblems('aif-shared', 31)).toEqual([]);
    expect(deploymentProblems('aif-shared', 32)[0]).toMatch(/aif-shared.* has all 32/);
  });

  it('counts the addresses that a subnet has left', () => {
    const subnet = (taken: number) =>
      found({ addressPrefix: '10.2.0.0/28', ipConfigurations: Array(taken).fill({}) });
    expect(subnetProblems(zone, subnet(8))).toEqual([]);
    expect(subnetProblems(zone, subnet(9))[0]).toMatch(/pe-subnet has 2 free addresses/);
    expect(subnetProblems(zone, found({ addressPrefixes: ['10.2.0.0/22'] }))).toEqual([]);
  });

  it.each([
    [{ provisioningState: 'Updating' }, /is in the state Updating.*try again/],
    [{ provisioningState: 'Succeeded', powerState: { code: 'Stopped' } }, /is Stopped.*start it/],
  ])('wants a cluster that can be connected: %j', (state, says) => {
    const on = {
      oidcIssuerProfile: { enabled: true },
      securityProfile: { workloadIdentity: { enabled: true } },
    };
    expect(clusterProblems(zone, found({ ...on, provisioningState: 'Succeeded' }))).toEqual([]);
    expect(clusterProblems(zone, found({ ...on, ...state }))).toEqual([
      expect.stringMatching(says),
    ]);
  });

  it.each([
    ['registry', 'tasks', 'LegacyRegistryPermissions', undefined],
    ['registry', 'tasks', undefined, undefined],
    ['registry', 'tasks', 'AbacRepositoryPermissions', /lets no build in .*permissions: repos/],
    // Who pushes from outside has a role of the company's own.
    ['registry', 'external', 'AbacRepositoryPermissions', undefined],
    ['repositories', 'tasks', 'AbacRepositoryPermissions', undefined],
    ['repositories', 'external', 'LegacyRegistryPermissions', /--role-assignment-mode rbac-abac/],
    ['repositories', 'tasks', undefined, /acrtest knows no permissions for single repositories/],
  ])(
    'wants a registry that tells builders apart where the zone does: %s, %s, %s',
    (permissions, strategy, roleAssignmentMode, says) => {
      const one = landingZone({ registry: { permissions, build: { strategy } } });
      const problems = registryProblems(one, found({ roleAssignmentMode }));
      expect(problems).toEqual(says ? [expect.stringMatching(says)] : []);
    },
  );

  it('waits for a registration that is under way', () => {
    expect(providerProblems('Microsoft.ServiceLinker', 'Registered', 's')).toEqual([]);
    expect(providerProblems('Microsoft.ServiceLinker', 'Registering', 's')[0]).toMatch(/minutes/);
  });

  it('knows what is retired, never was, and has what left', () => {
    const [offer] = zone.models;
    const models = [
      {
        model: {
          name: offer.name,
          version: offer.version,
          deprecation: { inference: '2027-06-11T00:00:00Z' },
          skus: [{ name: offer.sku, usageName: 'meter' }],
        },
      },
    ];
    const usages = [{ name: { value: 'meter' }, currentValue: 30, limit: 150 }];
    const at = (date: string, region = { models, usages }) =>
      modelCapacities(zone, region, Date.parse(date))[0];
    expect(at('2027-01-01')).toMatchObject({
      used: 30,
      left: 120,
      retires: '2027-06-11T00:00:00Z',
    });
    expect(at('2027-07-01').problem).toMatch(/gpt-5\.2 2025-12-11 was retired on 2027-06-11/);
    expect(at('2027-01-01', { models: [], usages }).problem).toMatch(/does not offer gpt-5\.2/);
  });
});
