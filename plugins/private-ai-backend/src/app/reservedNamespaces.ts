import { say, type Sentence } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** Of Kubernetes and of what AKS, its extensions and infra/cluster bring, perhaps later; what begins with kube- is the cluster's as well. */
const everywhere = [
  ...['aks-command', 'aks-istio-egress', 'aks-istio-ingress', 'aks-istio-system'],
  ...['app-routing-system', 'azure-arc', 'calico-system', 'cert-manager', 'default'],
  ...['flux-system', 'gatekeeper-system', 'sc-system', 'tigera-operator'],
];

/** What keeps namespaces for others than applications. */
export type Keeping = Pick<LandingZone, 'agents' | 'guardrails' | 'telemetry'>;

/** Why no application may be given this namespace, be it there already or not; undefined where one may. */
export function reservedNamespace(
  namespace: string,
  { agents, guardrails, telemetry }: Keeping,
): Sentence | undefined {
  const kept = [
    ...everywhere,
    telemetry.operatorNamespace,
    ...(agents.from?.namespaces ?? []),
    ...guardrails.reservedNamespaces,
  ];
  return namespace.startsWith('kube-') || kept.includes(namespace)
    ? say('name-reserved', { namespace })
    : undefined;
}
