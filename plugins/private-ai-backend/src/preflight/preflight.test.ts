import type { PlannedResource } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import { endpointsIn } from '../testing/localAzure';
import type { ArmClient } from '../azure/client';
import { foundryAccountBody } from '../azure/foundryAccount';
import { VirtualClock } from '../testing/clock';
import { namesOf, type ManifestInput } from '../app/names';
import { reachInTest } from '../testing/measured';
import { makeModel } from './makeForTest';
import { noting } from './notingForTest';
import { changeRole, unlock } from './platformTeamForTest';
import { startPlatform, type Platform } from '../testing/platform';
import { requested } from '../testing/requested';
import { until } from '../testing/until';
import { createPreflight } from './preflight';
import { checkAtStart } from './startCheck';

let at: Platform;
const signal = new AbortController().signal;
const subscription = () => `/subscriptions/${at.zone.azure.subscriptionId}`;
const group = () => `${subscription()}/resourceGroups/rg-landing-zone`;

beforeAll(async () => {
  at = await startPlatform();
});
afterAll(() => at?.stop());

function appOf(name: string, capacity = 10): ManifestInput {
  const { zone } = at;
  const request = requested(name, zone, capacity);
  return { request, zone, names: namesOf(request, zone) };
}

const ids = [
  'resource-group',
  'identity',
  'foundry-account',
  'foundry-project',
  'model-deployment',
  'private-endpoint',
  'dns-zone-group',
  'role-assignment',
  'namespace',
  'service-connector',
  'telemetry',
];
/** A plan of a new application, or of one of which only some things differ. */
const rows = (changed?: string[]): PlannedResource[] =>
  ids.map(id => ({
    id,
    type: id,
    name: 'weather',
    action: changed ? (changed.includes(id) ? 'change' : 'leave') : 'create',
  }));

/** As a portal that has just started: it remembers nothing. */
const asked = async (app = appOf('weather'), plan = rows(), arm: ArmClient = at.portal.arm) =>
  createPreflight({ azure: () => ({ arm }), ...reachInTest }).app(app, plan, signal);
const messages = async (...of: Parameters<typeof asked>) =>
  (await asked(...of)).map(({ message }) => message);

const made = (app: ManifestInput) => makeModel(app, at.platform.arm);

describe('the pre-flight checks, in a landing zone where all is well', () => {
  it('find nothing, with the roles that the portal is given and no other', async () => {
    expect(await asked()).toEqual([]);
    const { zone } = createPreflight({ azure: () => at.portal, ...reachInTest });
    expect(await zone(at.zone, signal)).toMatchObject({
      problems: [],
      notices: [],
      // The rest is the playground's.
      capacities: [{ left: 130 }, {}],
    });
  });

  it('ask nothing when nothing is to be written', async () => {
    const arm = {} as ArmClient;
    expect(await asked(appOf('weather'), rows([]), arm)).toEqual([]);
  });

  it('ask each thing about the zone once for a hundred applications, and again after a minute', async () => {
    const paths: string[] = [];
    const arm = noting(at.portal.arm, path => paths.push(path));
    const clock = new VirtualClock();
    const preflight = createPreflight({ azure: () => ({ arm }), ...reachInTest, clock });
    const many = Array.from({ length: 100 }, (_, n) => appOf(`app-${n}`));
    await Promise.all(many.map(app => preflight.app(app, rows(), signal)));
    const ofZone = paths.filter(path => !/checkDomainAvailability/.test(path));
    expect(ofZone.length).toBe(new Set(ofZone).size);
    expect(paths.length).toBe(ofZone.length + 100);

    await preflight.app(appOf('late'), rows(), signal);
    expect(paths.length).toBe(ofZone.length + 101);
    await clock.pass(clock.sleep(61_000, signal));
    await preflight.app(appOf('later'), rows(), signal);
    expect(paths.length).toBe(2 * ofZone.length + 102);
  });

  it('ask of a changed capacity for quota only, and count what the application holds as its own', async () => {
    await made(appOf('greedy', 100));
    const paths: string[] = [];
    const arm = noting(at.portal.arm, path => paths.push(path));
    expect(await asked(appOf('greedy', 100), rows(['model-deployment']), arm)).toEqual([]);
    expect(paths.join('\n')).not.toMatch(/subnets|privateDnsZones|managedClusters|registries/);

    expect(await asked(appOf('weather', 60))).toEqual([
      {
        field: 'model',
        message: expect.stringMatching(/has 30 thousand tokens a minute left of gpt-5\.2.*not 60/),
      },
    ]);
  });

  it('do not take a failure for an answer', async () => {
    let down = true;
    const arm: ArmClient = {
      ...at.portal.arm,
      get: async (...of) => {
        if (down && of[0] === at.zone.registry.id) throw new Error('Azure is down.');
        return at.portal.arm.get(...of);
      },
    };
    const preflight = createPreflight({ azure: () => ({ arm }), ...reachInTest });
    const said = 'The portal could not ask Azure about the container registry: Azure is down.';
    expect(await preflight.app(appOf('weather'), rows(), signal)).toEqual([
      { message: said, away: { system: 'azure', said } },
    ]);
    down = false;
    expect(await preflight.app(appOf('weather'), rows(), signal)).toEqual([]);
  });

  it('say what did not answer in time, and stop when who asks has gone', async () => {
    let hangs = 0;
    const arm: ArmClient = {
      ...at.portal.arm,
      get: () => {
        hangs += 1;
        return new Promise(() => {});
      },
    };
    const preflight = createPreflight({ azure: () => ({ arm }), ...reachInTest });
    const limit = new AbortController();
    const finding = preflight.app(appOf('weather'), rows(), limit.signal);
    await until('Azure is asked', () => hangs);
    limit.abort(new DOMException('It took too long.', 'TimeoutError'));
    const found = await finding;
    expect(found.map(({ message }) => message)).toContain(
      'The portal could not ask Azure about the AKS cluster: no answer in time.',
    );
    const gone = new AbortController();
    const left = preflight.app(appOf('weather'), rows(), gone.signal);
    gone.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('the pre-flight checks, in a landing zone from which things are taken away', () => {
  /** Each is taken away for good, so that the last looks at all of them. */
  const takings: [string, () => Promise<unknown>, RegExp][] = [
    [
      'a subdomain that another account has',
      async () => {
        const body = foundryAccountBody({
          ...appOf('weather'),
          request: { ...appOf('weather').request, entityRef: 'component:default/other' },
        });
        const other = `${group()}/providers/Microsoft.CognitiveServices/accounts/aif-other`;
        await at.platform.arm.put(other, apiVersions.cognitiveServices, body, { signal });
      },
      /^The Foundry subdomain aif-weather-[\w-]+ is taken, perhaps by an account of another company: choose another name\.$/,
    ],
    [
      'the registration of a provider',
      () =>
        at.platform.arm.post(
          `${subscription()}/providers/Microsoft.ServiceLinker/unregister`,
          apiVersions.providers,
        ),
      /is not registered for Microsoft\.ServiceLinker, Azure says \w+: the platform team has to register it/,
    ],
    [
      'an action of the portal’s role',
      () =>
        changedRole(
          actions => actions.filter(one => !/linkers\/write|UserCredential/.test(one)),
          'Private AI portal, uses the landing zone',
        ),
      /^The portal’s identity lacks Microsoft\.ContainerService\/managedClusters\/listClusterUserCredential\/action, Microsoft\.ServiceLinker\/linkers\/write on the AKS cluster aks-contoso-koreacentral-01: the platform team has to assign the role “Private AI portal, uses the landing zone” .*there\.$/,
    ],
    [
      'the right to assign roles',
      () => changedRole(() => [], 'Private AI portal, assigns roles'),
      /lacks .*Microsoft\.Authorization\/roleAssignments\/write on the subscription .*portal-assigns\.json, with its condition/,
    ],
    [
      'the subnet',
      async () => {
        await unlock(at.platform.arm, subscription());
        await Promise.all(endpointsIn(subscription()).map(id => removed(id, apiVersions.network)));
        await removed(at.zone.network.privateEndpointSubnetId, apiVersions.network);
      },
      /^The subnet pe-subnet does not exist: the platform team has to make it, or to correct network\.privateEndpointSubnetId of the landing zone/,
    ],
    [
      'a DNS zone',
      async () => {
        const { openAi } = at.zone.network.dnsZoneIds!;
        await removed(`${openAi}/virtualNetworkLinks/hub`, apiVersions.privateDnsZone);
        await removed(openAi, apiVersions.privateDnsZone);
      },
      /^The private DNS zone privatelink\.openai\.azure\.com does not exist: .*network\.dnsZoneIds\.openAi/,
    ],
    [
      'the OIDC issuer of the cluster',
      () => changedCluster({ oidcIssuerProfile: { enabled: false } }),
      /^The AKS cluster aks-contoso-koreacentral-01 has no OIDC issuer/,
    ],
    [
      'workload identity on the cluster',
      () => changedCluster({ securityProfile: { workloadIdentity: { enabled: false } } }),
      /^The AKS cluster aks-contoso-koreacentral-01 has no workload identity/,
    ],
    [
      'the registry',
      () => removed(at.zone.registry.id, '2023-07-01'),
      /^The container registry acrcontosokrc01 does not exist/,
    ],
  ];

  it.each(takings)('name what is gone: %s', async (_, take, says) => {
    await take();
    expect(await messages()).toContainEqual(expect.stringMatching(says));
  });

  it('say it all at once, each thing once, and so does the start', async () => {
    const found = await messages(appOf('weather', 60));
    for (const [, , says] of takings) expect(found).toContainEqual(expect.stringMatching(says));
    expect(found).toContainEqual(expect.stringMatching(/has 30 thousand tokens/));
    expect(new Set(found).size).toBe(found.length);

    const warnings: string[] = [];
    const logger = { info: () => {}, warn: (message: string) => void warnings.push(message) };
    await checkAtStart(
      [at.zone],
      createPreflight({ azure: () => at.portal, ...reachInTest }),
      logger,
    );
    // The subdomain is the application's own matter.
    for (const [, , says] of takings.slice(1)) {
      const { source } = says;
      const inZone = new RegExp(source.replace(/^\^/, '^Landing zone korea: '));
      expect(warnings).toContainEqual(expect.stringMatching(inZone));
    }
  });

  it('still leave a changed capacity alone', async () => {
    expect(await asked(appOf('greedy', 90), rows(['model-deployment']))).toEqual([]);
  });

  it('take a refusal to be asked for the finding that it is', async () => {
    await changedRole(
      actions => actions.filter(one => !/permissions\/read|usages/.test(one)),
      'Private AI portal, reads',
    );
    const found = await messages();
    expect(found).toContainEqual(
      expect.stringMatching(/could not ask Azure about the permissions.*lacks a permission/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(
        /could not ask Azure about the model and its quota.*lacks a permission/,
      ),
    );
  });
});

async function removed(id: string, apiVersion: string) {
  expect(await at.platform.arm.get(id, apiVersion)).toBeDefined();
  await at.platform.arm.remove(id, apiVersion, { signal });
}

async function changedCluster(properties: object) {
  const { clusterId } = at.zone.aks;
  const { arm } = at.platform;
  const kept = (await arm.get(clusterId, apiVersions.managedCluster))!;
  const body = { ...kept, properties: { ...kept.properties, ...properties } };
  await arm.put(clusterId, apiVersions.managedCluster, body, { signal });
}

const changedRole = (change: (actions: string[]) => string[], name: string) =>
  changeRole({ arm: at.platform.arm, subscription: subscription() }, name, change);
