// What anybody may have put into a landing zone, at random but told by a seed, and a picture of all that lies there.
import { randomUUID } from 'node:crypto';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { OPENAI_USER, roleAssignmentBody } from '../azure/roleAssignment';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { until } from '../testing/until';

const { resourceGroup, identity, cognitiveServices, serviceConnector } = apiVersions;
const signal = AbortSignal.timeout(30 * 60_000);

/** mulberry32: the same numbers from 0 to 1 for the same seed. */
export function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Reach {
  zone: LandingZone;
  /** As the platform team, which may do everything. */
  arm: ArmClient;
  cluster: ClusterClient;
  admin: string;
}

/** None of the portal's two marks, one of them, or both for another application. */
const halves = ['none', 'entity', 'managed-by', 'another’s'] as const;
type Marks = (typeof halves)[number] | 'both';

export function othersOf(name: string, random: () => number, reach: Reach) {
  const { zone, arm, cluster } = reach;
  const { location, subscriptionId } = zone.azure;
  const entityRef = `component:default/${name}`;
  const said: string[] = [];
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)];
  const group = (of: string) => `/subscriptions/${subscriptionId}/resourceGroups/${of}`;
  const ours = group(`rg-${name}-krc-01`);
  const foreign = group(`rg-${name}-theirs`);

  const marks = (which: Marks): Record<string, string> => ({
    ...(/entity|both/.test(which) && { [TAG_ENTITY]: entityRef }),
    ...(which === 'another’s' && { [TAG_ENTITY]: 'component:default/another' }),
    ...(/managed-by|both|another/.test(which) && { [TAG_MANAGED_BY]: MANAGED_BY }),
  });
  const labels = (which: Marks) => {
    const { [TAG_ENTITY]: whose, ...rest } = marks(which);
    return { ...rest, ...(whose && { [TAG_ENTITY]: entityLabel(whose) }) };
  };

  async function put(id: string, version: string, which: Marks, body: object) {
    said.push(`${id.split('/').slice(-2).join('/')} in ${id.split('/')[4]}: ${which}`);
    const tagged = { location, tags: marks(which), ...body };
    return (await arm.put(id, version, tagged, { signal })).resource!;
  }
  const putGroup = (id: string, which: Marks) => put(id, resourceGroup, which, {});
  const putIdentity = (id: string, called: string, which: Marks) =>
    put(
      `${id}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${called}`,
      identity,
      which,
      {},
    );
  const putAccount = (id: string, called: string, which: Marks) =>
    put(
      `${id}/providers/Microsoft.CognitiveServices/accounts/${called}`,
      cognitiveServices,
      which,
      {
        kind: 'AIServices',
        sku: { name: 'S0' },
        identity: { type: 'SystemAssigned' },
        properties: { customSubDomainName: `their-${randomUUID().slice(0, 8)}` },
      },
    );

  async function putNamespace(called: string, which: Marks) {
    said.push(`namespace ${called}: ${which}`);
    const metadata = { namespace: called, labels: labels(pick(halves)) };
    const lay = (object: Omit<KubernetesObject, 'metadata'>, of: string) =>
      cluster.apply({ ...object, metadata: { ...metadata, name: of } } as KubernetesObject, {
        signal,
      });
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: called, labels: labels(which) },
    });
    const secret = { apiVersion: 'v1', kind: 'Secret', data: { SOMETHING: 'dGhlaXJz' } };
    await lay(secret, `sc-${name}aifconnection-secret`);
    await lay({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: 'b' } }, `${name}-agent`);
    const selector = { matchLabels: { app: 'theirs' } };
    const containers = [{ name: 'app', image: 'registry.example/theirs:1' }];
    const template = { metadata: { labels: selector.matchLabels }, spec: { containers } };
    await lay(
      { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, selector, template } },
      name,
    );
    const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: called, name };
    await until(
      'the Deployment was seen by its controller',
      () => cluster.get(ref),
      found => found?.status?.observedGeneration === found?.metadata.generation,
    );
  }

  async function putLinker(called: string, to: { scope: string; id: string; clientId: unknown }) {
    said.push(`linker ${called} of ${to.scope}`);
    const id = `${zone.aks.clusterId}/providers/Microsoft.ServiceLinker/linkers/${called}`;
    const properties = {
      targetService: { type: 'AzureResource', id: to.id },
      authInfo: { authType: 'userAssignedIdentity', clientId: to.clientId },
      clientType: 'none',
      scope: to.scope,
    };
    // One whose namespace is not there comes to nothing, and stays all the same.
    await arm.put(id, serviceConnector, { properties }, { signal }).catch(() => undefined);
  }

  /** What does not stand where the application's own things go. */
  async function beside() {
    const any = [...halves, 'both'] as const;
    await putGroup(foreign, pick(any));
    const called = pick([`uami-aif-${name}-krc-01`, 'uami-theirs']);
    const user = await putIdentity(foreign, called, pick(any));
    const account = await putAccount(foreign, pick([`aif-${name}-krc-01`, 'aif-t']), pick(any));
    await putNamespace(`${name}-theirs`, pick(any));
    const { clientId, principalId } = user.properties as Record<string, string>;
    const role = { scope: account.id, principalId, role: OPENAI_USER };
    if (random() < 0.5) {
      await arm.put(
        `${account.id}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`,
        apiVersions.roleAssignment,
        roleAssignmentBody(role),
        { signal },
      );
    }
    const scope = pick([`${name}-theirs`, `${name}-theirs`, name]);
    await putLinker(`${name}_theirs`, { scope, id: account.id, clientId });
    return { account, clientId };
  }

  /** What does; `late` where only the write shows it, which Azure then refuses. */
  async function inTheWay({ account, clientId }: Awaited<ReturnType<typeof beside>>) {
    const which = pick(halves);
    const theirs = { id: account.id, clientId };
    const deleted = async () => {
      await putGroup(ours, 'none');
      const { id } = await putAccount(ours, `aif-${name}-krc-01`, which);
      await arm.remove(id, cognitiveServices, { signal });
      await arm.remove(ours, resourceGroup, { signal });
    };
    const way = pick([
      () => putGroup(ours, which),
      () => putNamespace(name, which),
      () => putLinker(`${name}_aif_connection`, { ...theirs, scope: `${name}-theirs` }),
      async () => {
        await putNamespace(name, which);
        await putLinker(`${name}_aif_connection`, { ...theirs, scope: name });
      },
      deleted,
    ]);
    await way();
    return { late: way === deleted };
  }

  /** What stands among the application's own things, once these are there; ids. */
  async function among(): Promise<string[]> {
    const stranger = await putIdentity(ours, 'uami-theirs', pick(halves));
    if (random() < 0.5) return [stranger.id];
    const own = `uami-aif-${name}-krc-01`;
    await arm.remove(stranger.id.replace('uami-theirs', own), identity, { signal });
    return [stranger.id, (await putIdentity(ours, own, pick(halves))).id];
  }

  return { beside, inTheWay, among, said };
}

const kinds = ['Namespace', 'Secret', 'ServiceAccount', 'ConfigMap', 'NetworkPolicy', 'Deployment'];
const groups: Record<string, string> = {
  NetworkPolicy: 'networking.k8s.io/v1',
  Deployment: 'apps/v1',
};

/** Everything in Azure, and in the namespaces called like the application, by id, as text. */
export async function pictureOf(
  name: string,
  { admin, cluster }: Reach,
): Promise<Map<string, string>> {
  const inAzure: { id: string }[] = await (await fetch(`${admin}/arm/resources`)).json();
  const inCluster = await Promise.all(
    kinds.map(kind => cluster.list({ apiVersion: groups[kind] ?? 'v1', kind })),
  );
  const near = inCluster.flat().filter(({ kind, metadata }) => {
    const at = kind === 'Namespace' ? metadata.name : metadata.namespace;
    return at?.startsWith(name);
  });
  const all = [
    ...inAzure.map(one => [one.id, one] as const),
    ...near.map(
      one => [`${one.kind} ${one.metadata.namespace}/${one.metadata.name}`, one] as const,
    ),
  ];
  // Azure's own count of what lies in a zone: every endpoint has names there.
  const counts = (key: string, value: unknown) =>
    key === 'numberOfRecordSets' ? undefined : value;
  return new Map(all.map(([id, one]) => [id, JSON.stringify(one, counts, 1)]));
}
