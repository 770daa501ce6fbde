import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Ranges that are not public: RFC 1918, carrier-grade NAT (AKS uses it too), link-local with the metadata endpoint. */
const notPublic = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  // Azure's own address on every node (WireServer), public by number only.
  '168.63.129.16/32',
];
/**
 * Resolvers on the node itself, link-local: NodeLocal DNSCache, and AKS LocalDNS (cluster and network names). Where a cluster
 * has neither, nothing listens there.
 */
const nodeResolvers = ['169.254.20.10/32', '169.254.10.10/31'];
/** The port that the app's container listens on. */
const AGENT_PORT = 8080;

const tcp = (...ports: number[]) => ports.map(port => ({ protocol: 'TCP', port }));
const ipBlock = (cidr: string) => ({ ipBlock: { cidr } });
const namespaceOf = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

/** Default deny, and one policy for each way in or out that an app needs. */
export function networkPolicies(input: ManifestInput): KubernetesObject[] {
  const { zone, names } = input;
  const policy = (name: string, spec: object): KubernetesObject => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: names.namespace, ...ownership(input) },
    spec: { podSelector: {}, ...spec },
  });
  const egress = (name: string, rule: { to: object[]; ports: object[] }) =>
    policy(name, { policyTypes: ['Egress'], egress: [rule] });

  return [
    policy('default-deny', { policyTypes: ['Ingress', 'Egress'] }),
    egress('allow-dns', {
      to: [
        {
          ...namespaceOf('kube-system'),
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
        ...nodeResolvers.map(ipBlock),
      ],
      ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)],
    }),
    egress('allow-collector', {
      to: [namespaceOf(zone.telemetry.operatorNamespace)],
      ports: tcp(4317, 4318),
    }),
    egress('allow-private-endpoints', {
      to: [ipBlock(zone.network.privateEndpointCidr)],
      ports: tcp(443),
    }),
    // Workload identity exchanges its token at Entra's public address; the firewall decides what else is reached.
    egress('allow-public-https', {
      to: [{ ipBlock: { cidr: '0.0.0.0/0', except: notPublic } }],
      ports: tcp(443),
    }),
    policy('allow-chat', {
      policyTypes: ['Ingress'],
      ingress: [{ from: chatComesFrom(input), ports: tcp(AGENT_PORT) }],
    }),
  ];
}

/**
 * The gateway or portal that the landing zone names. Otherwise the API server's proxy, whose connections come out of AKS'
 * konnectivity agents: not all of kube-system, where others' add-ons run as well.
 */
function chatComesFrom({ zone }: ManifestInput): object[] {
  const { from } = zone.agents;
  if (from) return [...from.namespaces.map(namespaceOf), ...from.cidrs.map(ipBlock)];
  const podSelector = { matchLabels: { app: 'konnectivity-agent' } };
  return [{ ...namespaceOf('kube-system'), podSelector }];
}
