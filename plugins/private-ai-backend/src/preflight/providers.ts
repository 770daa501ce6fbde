import { descriptorOf } from '../resources/descriptors';
import { isImage, type Purpose } from './requiredActions';

/** Every subscription has them. */
const builtIn = ['Microsoft.Authorization', 'Microsoft.Resources'];

/** The resource providers that a subscription has to be registered for. */
export function neededProviders(purposes: readonly Purpose[]): string[] {
  const needed = new Set(purposes.flatMap(providersFor));
  return [...needed].filter(provider => !builtIn.includes(provider)).sort();
}

function providersFor(purpose: Purpose): readonly string[] {
  if (isImage(purpose)) return ['Microsoft.ContainerRegistry'];
  const one = descriptorOf(purpose);
  if (one?.in !== 'azure') return one ? ['Microsoft.ContainerService'] : [];
  return one.providers ?? [one.type.type.split('/')[0]];
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
