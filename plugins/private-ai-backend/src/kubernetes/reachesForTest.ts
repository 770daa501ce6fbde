import { BlockList } from 'node:net';
import type { KubernetesObject } from './client';

/** One end of a connection: a pod, or an address outside of the cluster. */
export interface End {
  address: string;
  /** Of a pod. */
  namespace?: string;
  labels?: Record<string, string>;
}
export interface Port {
  protocol: 'TCP' | 'UDP';
  port: number;
}

interface Selector {
  matchLabels?: Record<string, string>;
  matchExpressions?: unknown[];
}
interface Peer {
  podSelector?: Selector;
  namespaceSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { protocol?: string; port?: number | string; endPort?: number }[];
}

/**
 * Whether one end may connect to a port of the other, by all NetworkPolicies of the cluster as they are stored:
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/. Pods that no policy selects are open.
 */
export function reaches(policies: readonly KubernetesObject[], from: End, to: End, port: Port) {
  return (
    allows(policies, 'Egress', { of: from, peer: to, port }) &&
    allows(policies, 'Ingress', { of: to, peer: from, port })
  );
}

function allows(
  policies: readonly KubernetesObject[],
  direction: 'Ingress' | 'Egress',
  { of, peer, port }: { of: End; peer: End; port: Port },
): boolean {
  const holding = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === of.namespace &&
      spec.policyTypes.includes(direction) &&
      matches(spec.podSelector, of.labels),
  );
  return (
    of.namespace === undefined ||
    holding.length === 0 ||
    holding.some(({ metadata, spec }) => {
      const rules: Rule[] = spec[direction.toLowerCase()] ?? [];
      return rules.some(
        ({ from, to, ports }) =>
          (from ?? to ?? [undefined]).some(one => !one || isPeer(one, peer, metadata.namespace)) &&
          (ports ?? [port]).some(one => isPort(one, port)),
      );
    })
  );
}

function isPeer({ ipBlock, podSelector, namespaceSelector }: Peer, end: End, own?: string) {
  if (ipBlock) {
    const { cidr, except = [] } = ipBlock;
    // A pod is meant by its labels: what a block makes of its address, each network plugin decides for itself.
    return (
      end.namespace === undefined &&
      isIn(cidr, end.address) &&
      !except.some(range => isIn(range, end.address))
    );
  }
  if (end.namespace === undefined) return false;
  const ofNamespace = { 'kubernetes.io/metadata.name': end.namespace };
  const there = namespaceSelector ? matches(namespaceSelector, ofNamespace) : end.namespace === own;
  return there && (!podSelector || matches(podSelector, end.labels));
}

function isPort(
  { protocol = 'TCP', port, endPort }: NonNullable<Rule['ports']>[number],
  asked: Port,
): boolean {
  if (typeof port === 'string') throw new Error(`Nothing is known of the port called ${port}.`);
  const first = port ?? 0;
  const last = endPort ?? port ?? 65_535;
  return protocol === asked.protocol && first <= asked.port && asked.port <= last;
}

function matches({ matchLabels = {}, matchExpressions }: Selector, labels: End['labels'] = {}) {
  if (matchExpressions) throw new Error('Expressions of selectors are not evaluated here.');
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

function isIn(cidr: string, address: string): boolean {
  const [network, bits] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}
