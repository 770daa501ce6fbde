import type { AppPart } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import { application } from '../testing/app';
import { namesOf, type ManifestInput } from '../app/names';
import { publishedForTest } from '../testing/keys';
import { appGraph } from './appGraph';
import { parts } from '../resources/parts';
import type { Resource } from '../engine/resource';

const dedicated = application();
const accountId =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/aif-shared';

/** The same application in a zone that is changed a little. */
function inZone(change: Partial<ManifestInput['zone']>): ManifestInput {
  const zone = { ...dedicated.zone, ...change };
  return { request: dedicated.request, zone, names: namesOf(dedicated.request, zone) };
}
const shared = inZone({ foundry: { account: 'shared', accountId } });
const graph = (app = dedicated, part?: AppPart) =>
  appGraph(
    app,
    { azure: { arm: {} } as Azure, cluster: {} as ClusterClient, ...publishedForTest },
    part,
  );
const ids = (...of: Parameters<typeof graph>) =>
  graph(...of)
    .map(({ id }) => id)
    .toSorted();

describe('what an application needs', () => {
  it('is laid in parallel, each after only what it cannot do without', () => {
    // In the order in which a plan tells it.
    expect(graph().map(one => [one.id, one.dependsOn])).toEqual([
      ['resource-group', []],
      ['identity', ['resource-group']],
      ['foundry-account', ['resource-group']],
      ['foundry-project', ['foundry-account']],
      ['model-deployment', ['foundry-account']],
      ['private-endpoint', ['foundry-account']],
      ['dns-zone-group', ['private-endpoint']],
      ['role-assignment', ['identity', 'foundry-account']],
      ['namespace', []],
      ['owner-access', ['namespace']],
      ['portal-access', ['namespace']],
      ['portal-keys', ['namespace']],
      [
        'service-connector',
        ['namespace', 'portal-access', 'identity', 'foundry-account', 'role-assignment'],
      ],
      ['telemetry', ['namespace']],
      ['agent-config', ['namespace', 'model-deployment']],
      ['agent-rollout', ['agent-config']],
      ['former-deployments', ['foundry-account', 'model-deployment', 'agent-rollout']],
    ]);
  });

  it('says of each what it lies in, always something that it depends on or comes after', () => {
    const all = graph();
    const comesAfter = (id: string): string[] =>
      all.find(one => one.id === id)!.dependsOn.flatMap(above => [above, ...comesAfter(above)]);
    for (const { id, within } of all)
      if (within !== undefined) expect(comesAfter(id)).toContain(within);
    const within = Object.fromEntries(all.map(one => [one.id, one.within]));
    expect(within).toMatchObject({
      'foundry-account': 'resource-group',
      'model-deployment': 'foundry-account',
      'foundry-project': 'foundry-account',
      'dns-zone-group': 'private-endpoint',
      telemetry: 'namespace',
    });
  });

  it('changes the deployments of one account one after another, whoever asks', () => {
    const lanes = (app: ManifestInput) => new Set(graph(app).flatMap(({ lane }) => lane ?? []));
    expect(lanes(dedicated).size).toBe(1);
    const upper = inZone({ foundry: { account: 'shared', accountId: accountId.toUpperCase() } });
    expect(lanes(shared)).toEqual(lanes(upper));
    expect(lanes(shared)).not.toEqual(lanes(dedicated));
  });

  it('leaves a shared account’s project, network and names alone', () => {
    expect(ids(shared)).toEqual(
      [
        ...['agent-config', 'agent-rollout', 'foundry-account', 'identity', 'model-deployment'],
        ...[
          'namespace',
          'owner-access',
          'portal-access',
          'portal-keys',
          'resource-group',
          'role-assignment',
          'service-connector',
          'telemetry',
        ],
      ].toSorted(),
    );
    const account = graph(shared).find(({ id }) => id === 'foundry-account');
    expect(account).toMatchObject({ name: 'aif-shared', dependsOn: [] });
    expect(account?.write).toBeUndefined();
    expect(account?.remove).toBeUndefined();
  });

  it('brings the company’s authorities along where the landing zone has some', () => {
    const inspected = inZone({ network: { ...dedicated.zone.network, caBundle: 'PEM' } });
    expect(ids(inspected)).toEqual([...ids(), 'ca-bundle'].toSorted());
    const rollout = graph(inspected).find(({ id }) => id === 'agent-rollout');
    expect(rollout?.dependsOn).toContain('ca-bundle');
  });

  it('has a builder where repositories have permissions of their own, and its sign-in where pipelines push', () => {
    const { registry } = dedicated.zone;
    const apart = inZone({ registry: { ...registry, permissions: 'repositories' } });
    expect(ids(apart)).toEqual([...ids(), 'builder-identity', 'builder-access'].toSorted());
    expect(ids(apart, 'identity')).toEqual(
      ['builder-access', 'builder-identity', ...ids(dedicated, 'identity')].toSorted(),
    );
    const pushed = (type: 'github' | 'gitlab' | 'gitea' | 'azure') =>
      inZone({
        registry: {
          ...apart.zone.registry,
          build: { strategy: 'external', waitMinutes: 1 },
        },
        git: { ...dedicated.zone.git, type },
      });
    for (const type of ['github', 'gitlab'] as const)
      expect(ids(pushed(type))).toEqual([...ids(apart), 'builder-credential'].toSorted());
    // Their pipelines get no token that names the repository.
    for (const type of ['gitea', 'azure'] as const) expect(ids(pushed(type))).toEqual(ids(apart));
  });

  it('has no zone group where a policy writes it', () => {
    const { dnsZoneIds: _, ...network } = dedicated.zone.network;
    const managed = inZone({ network: { ...network, dnsPolicy: 'managed' } });
    expect(ids(managed)).toEqual(ids().filter(id => id !== 'dns-zone-group'));
  });

  it('comes in parts for other people’s templates', () => {
    expect(ids(dedicated, 'identity')).toEqual(['identity', 'resource-group']);
    expect(ids(dedicated, 'foundry')).toEqual(
      [
        ...['resource-group', 'foundry-account', 'foundry-project', 'model-deployment'],
        ...['private-endpoint', 'dns-zone-group'],
      ].toSorted(),
    );
    expect(ids(shared, 'foundry')).toEqual(['foundry-account', 'model-deployment']);
    expect(ids(dedicated, 'namespace')).toEqual([
      ...['namespace', 'owner-access', 'portal-access', 'portal-keys'],
    ]);
    expect(ids(dedicated, 'service-connector')).toEqual(
      [
        ...['resource-group', 'identity', 'foundry-account', 'role-assignment', 'namespace'],
        'portal-access',
        'service-connector',
      ].toSorted(),
    );
    expect(ids(dedicated, 'telemetry')).toEqual([
      ...['collector', 'namespace', 'pod-monitor', 'telemetry'],
    ]);
  });

  it('needs nothing outside of a part for what is in it', () => {
    for (const app of [dedicated, shared])
      for (const part of Object.keys(parts) as AppPart[]) {
        const own = ids(app, part);
        for (const { dependsOn } of graph(app, part))
          expect(own).toEqual(expect.arrayContaining([...dependsOn]));
      }
  });

  it('makes the landing zone’s collector only where that is the portal’s, and never takes it away', () => {
    const portal = inZone({ telemetry: { ...dedicated.zone.telemetry, owner: 'portal' } });
    const zones = ({ id }: Resource) => id === 'collector' || id === 'pod-monitor';
    expect(graph().filter(zones)).toEqual([]);
    expect(graph(dedicated, 'telemetry').filter(zones)).toHaveLength(2);
    for (const one of graph(dedicated, 'telemetry').filter(zones))
      expect(one.write).toBeUndefined();
    expect(graph(portal).filter(zones)).toHaveLength(2);
    for (const one of graph(portal).filter(zones)) {
      expect(one.write).toBeDefined();
      expect(one.remove).toBeUndefined();
    }
  });
});
