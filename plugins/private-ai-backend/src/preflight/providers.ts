import type { Purpose } from './requiredActions';

const providers: Partial<Record<Purpose, string[]>> = {
  identity: ['Microsoft.ManagedIdentity'],
  'federated-credential': ['Microsoft.ManagedIdentity'],
  'foundry-account': ['Microsoft.CognitiveServices'],
  'foundry-project': ['Microsoft.CognitiveServices'],
  'model-deployment': ['Microsoft.CognitiveServices'],
  'private-endpoint': ['Microsoft.Network'],
  'dns-zone-group': ['Microsoft.Network'],
  // It comes into the cluster as an extension.
  'service-connector': ['Microsoft.KubernetesConfiguration', 'Microsoft.ServiceLinker'],
  namespace: ['Microsoft.ContainerService'],
  build: ['Microsoft.ContainerRegistry'],
  'awaited-image': ['Microsoft.ContainerRegistry'],
};

/** The resource providers that a subscription has to be registered for. */
export function neededProviders(purposes: readonly Purpose[]): string[] {
  return [...new Set(purposes.flatMap(purpose => providers[purpose] ?? []))].sort();
}

/** @param state - as Azure says it: Registered, NotRegistered, Registering, Unregistering */
export function providerProblems(
  namespace: string,
  state: string,
  subscriptionId: string,
): string[] {
  if (/^Registered$/i.test(state)) return [];
  const todo = /^Registering$/i.test(state)
    ? 'that takes some minutes, try again then'
    : `the platform team has to register it (az provider register --namespace ${namespace})`;
  return [
    `The subscription ${subscriptionId} is not registered for ${namespace}, Azure says ${state}: ${todo}.`,
  ];
}
