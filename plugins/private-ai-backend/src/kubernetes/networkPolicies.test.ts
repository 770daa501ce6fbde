import type { ManifestInput } from '../app/names';
import { application } from '../testing/app';
import { createClusterClient } from './clusterClient';
import type { ClusterClient, KubernetesObject } from './client';
import { describeWithCluster, startControlPlane, type ControlPlane } from '../testing/controlPlane';
import { namespaceManifests } from './namespace';
import { reaches, type End, type Port } from './reachesForTest';

const pod = (namespace: string, address: string, labels: Record<string, string> = {}): End => ({
  namespace,
  address,
  labels,
});
/** Everything that could want to talk to anything. */
const ends: Record<string, End> = {
  weather: pod('weather', '10.244.1.10', { 'app.kubernetes.io/name': 'weather' }),
  'a lookup beside weather': pod('weather', '10.244.1.11', { 'private-ai-lookup': 'one' }),
  rain: pod('rain', '10.244.2.10', { 'app.kubernetes.io/name': 'rain' }),
  'the cluster’s DNS': pod('kube-system', '10.244.0.2', { 'k8s-app': 'kube-dns' }),
  'a konnectivity agent': pod('kube-system', '10.244.0.3', { app: 'konnectivity-agent' }),
  'another pod of kube-system': pod('kube-system', '10.244.0.4', { app: 'metrics-server' }),
  'the collector': pod('opentelemetry-operator-system', '10.244.0.5'),
  'a gateway': pod('gateway', '10.244.3.10'),
  'somebody else’s pod': pod('shop', '10.244.3.11'),
  'the node’s DNS cache': { address: '169.254.20.10' },
  'AKS LocalDNS': { address: '169.254.10.11' },
  'the metadata endpoint': { address: '169.254.169.254' },
  'Azure’s WireServer': { address: '168.63.129.16' },
  'a private endpoint': { address: '10.2.0.17' },
  'the last private endpoint': { address: '10.2.3.255' },
  'the address behind their subnet': { address: '10.2.4.0' },
  'a node': { address: '10.1.0.4' },
  'the hub’s firewall': { address: '10.100.0.4' },
  'an address of carrier-grade NAT': { address: '100.64.0.1' },
  'the portal’s subnet': { address: '10.3.0.9' },
  'Microsoft Entra': { address: '20.190.128.1' },
};
const ports: Record<string, Port> = {
  'UDP 53': { protocol: 'UDP', port: 53 },
  'TCP 53': { protocol: 'TCP', port: 53 },
  'TCP 80': { protocol: 'TCP', port: 80 },
  'TCP 443': { protocol: 'TCP', port: 443 },
  'UDP 443': { protocol: 'UDP', port: 443 },
  'TCP 4317': { protocol: 'TCP', port: 4317 },
  'TCP 4318': { protocol: 'TCP', port: 4318 },
  'TCP 8080': { protocol: 'TCP', port: 8080 },
  'TCP 8889': { protocol: 'TCP', port: 8889 },
  'TCP 10250': { protocol: 'TCP', port: 10250 },
};

/** All that gets through, of every source, destination and port: `destination: ports`. */
function allowed(policies: readonly KubernetesObject[], from: string): Record<string, string> {
  const through = Object.entries(ends)
    .filter(([to]) => to !== from)
    .map(([to, end]) => {
      const open = Object.entries(ports).filter(([, port]) =>
        reaches(policies, ends[from], end, port),
      );
      return [to, open.map(([port]) => port).join(', ')];
    });
  return Object.fromEntries(through.filter(([, open]) => open));
}

/** Who gets through to an application, and where. */
const callers = (policies: readonly KubernetesObject[], to: string) =>
  Object.fromEntries(
    Object.keys(ends)
      .filter(from => from !== to)
      .map(from => [from, allowed(policies, from)[to]])
      .filter(([, open]) => open),
  );

const dns = 'UDP 53, TCP 53';
/** What an application reaches, and nothing else. */
const goesOut = {
  'the cluster’s DNS': dns,
  'the node’s DNS cache': dns,
  'AKS LocalDNS': dns,
  'the collector': 'TCP 4317, TCP 4318',
  'a private endpoint': 'TCP 443',
  'the last private endpoint': 'TCP 443',
  'Microsoft Entra': 'TCP 443',
};

describeWithCluster('what NetworkPolicies let through, by what the API server stored', () => {
  let plane: ControlPlane;
  let admin: ClusterClient;
  beforeAll(async () => {
    plane = await startControlPlane();
    const { server, ca, token } = plane;
    admin = createClusterClient({ connect: async () => ({ server, ca, token }) });
  });
  afterAll(() => plane?.stop());

  /** Two applications in a zone whose agents are reached that way. */
  async function stored(agents: ManifestInput['zone']['agents']) {
    for (const app of [application({ name: 'weather' }), application({ name: 'rain' })])
      for (const object of namespaceManifests({ ...app, zone: { ...app.zone, agents } }))
        await admin.apply(object);
    return admin.list({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' });
  }

  it('goes out to exactly what an application needs', async () => {
    const policies = await stored({ via: 'kubernetes-api' });
    expect(policies).toHaveLength(12);
    for (const from of ['weather', 'rain', 'a lookup beside weather'])
      expect(allowed(policies, from)).toEqual(goesOut);
    // Whom no policy holds goes anywhere, but for the applications.
    expect(Object.keys(allowed(policies, 'somebody else’s pod')).toSorted()).toEqual(
      Object.keys(ends)
        .filter(
          to => !['weather', 'rain', 'a lookup beside weather', 'somebody else’s pod'].includes(to),
        )
        .toSorted(),
    );
  });

  it.each([
    ['the API server’s proxy', { via: 'kubernetes-api' }, { 'a konnectivity agent': 'TCP 8080' }],
    [
      'an API server in the network itself',
      { via: 'kubernetes-api', from: { namespaces: [], cidrs: ['10.1.0.0/28'] } },
      { 'a node': 'TCP 8080' },
    ],
    [
      'a gateway in the cluster',
      { via: 'url', url: 'x', from: { namespaces: ['gateway'], cidrs: [] } },
      { 'a gateway': 'TCP 8080' },
    ],
    [
      'the portal’s own subnet and a gateway',
      { via: 'url', url: 'x', from: { namespaces: ['gateway'], cidrs: ['10.3.0.0/24'] } },
      { 'a gateway': 'TCP 8080', 'the portal’s subnet': 'TCP 8080' },
    ],
  ] as [string, ManifestInput['zone']['agents'], object][])(
    'comes in from where chat comes, and from nowhere else: %s',
    async (_, agents, through) => {
      const policies = await stored(agents);
      expect(callers(policies, 'weather')).toEqual(through);
      expect(callers(policies, 'rain')).toEqual(through);
    },
  );
});
