import type { ManifestInput } from '../landingZones/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Ranges that are not public: RFC 1918, carrier-grade NAT (AKS uses it too), link-local with the metadata endpoint. */
const notPublic = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
];
/** The port that the app's container listens on. */
export const AGENT_PORT = 8080;

const tcp = (...ports: number[]) => ports.map(port => ({ protocol: 'TCP', port }));
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
      ],
      ports: [{ protocol: 'UDP', port: 53 }, ...tcp(53)],
    }),
    egress('allow-collector', {
      to: [namespaceOf(zone.telemetry.operatorNamespace)],
      ports: tcp(4317, 4318),
    }),
    egress('allow-private-endpoints', {
      to: [{ ipBlock: { cidr: zone.network.privateEndpointCidr } }],
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
 * The API server's proxy reaches pods from the konnectivity agents in kube-system. A gateway or a portal in the cluster
 * may stand in any namespace; other apps' namespaces have a default deny of their own for what goes out.
 */
function chatComesFrom({ zone }: ManifestInput): object[] {
  return zone.agents.via === 'kubernetes-api'
    ? [namespaceOf('kube-system')]
    : [{ namespaceSelector: {} }];
}
