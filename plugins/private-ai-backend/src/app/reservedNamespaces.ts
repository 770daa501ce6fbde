import type { LandingZone } from '../config/landingZone';

/** Of Kubernetes and of what AKS, its extensions and infra/cluster bring, perhaps later; what begins with kube- no name does. */
const everywhere = [
  ...['aks-command', 'aks-istio-egress', 'aks-istio-ingress', 'aks-istio-system'],
  ...['app-routing-system', 'azure-arc', 'calico-system', 'cert-manager', 'default'],
  ...['flux-system', 'gatekeeper-system', 'sc-system', 'tigera-operator'],
];

/** Whether no application may be given this namespace, be it there already or not. */
export function isReserved(
  namespace: string,
  { agents, guardrails, telemetry }: Pick<LandingZone, 'agents' | 'guardrails' | 'telemetry'>,
): boolean {
  return [
    ...everywhere,
    telemetry.operatorNamespace,
    ...(agents.from?.namespaces ?? []),
    ...guardrails.reservedNamespaces,
  ].includes(namespace);
}
