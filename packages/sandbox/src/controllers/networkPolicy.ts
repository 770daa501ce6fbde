import { contains } from '../arm/addresses.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';

/** Where a pod wants to go, over TCP. */
export interface Destination {
  address: string;
  port: number;
}

interface Peer {
  ipBlock?: { cidr: string; except?: string[] };
}

interface Rule {
  to?: Peer[];
  ports?: { protocol?: string; port?: number | string; endPort?: number }[];
}

interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/**
 * Whether the NetworkPolicies of a pod's namespace let it go to an address outside of the cluster. Pods that no
 * policy selects for egress may go anywhere.
 * @returns the names of the policies that refuse; undefined when it may
 */
export function egressRefusal(
  policies: KubernetesObject[],
  labels: Record<string, string>,
  destination: Destination,
): string[] | undefined {
  const holding = policies.filter(
    ({ spec }) => isEgress(spec) && matchesLabels(spec.podSelector ?? {}, labels),
  );
  if (holding.length === 0) return undefined;
  const allowed = holding.some(({ spec }) =>
    ((spec.egress ?? []) as Rule[]).some(rule => allows(rule, destination)),
  );
  return allowed ? undefined : holding.map(({ metadata }) => metadata.name);
}

const isEgress = (spec: KubernetesObject['spec']): boolean =>
  spec.policyTypes ? spec.policyTypes.includes('Egress') : spec.egress !== undefined;

function allows({ to, ports }: Rule, { address, port }: Destination): boolean {
  // Selectors of pods and namespaces never match an address outside of the cluster.
  const there =
    !to?.length ||
    to.some(
      ({ ipBlock }) =>
        ipBlock &&
        inRange(ipBlock.cidr, address) &&
        !ipBlock.except?.some(range => inRange(range, address)),
    );
  const through =
    !ports?.length ||
    ports.some(
      one =>
        (one.protocol ?? 'TCP') === 'TCP' &&
        (one.port === undefined ||
          (typeof one.port === 'number' && one.port <= port && port <= (one.endPort ?? one.port))),
    );
  return there && through;
}

/** IPv6 ranges hold none of the sandbox's addresses. */
const inRange = (cidr: string, address: string) =>
  !cidr.includes(':') && contains(cidr, `${address}/32`);

export function matchesLabels(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Record<string, string>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key in labels;
      if (operator === 'DoesNotExist') return !(key in labels);
      return values.includes(labels[key]) === (operator === 'In');
    })
  );
}
