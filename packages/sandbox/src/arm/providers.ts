import type { Arm } from './arm.ts';
import { ArmError } from './errors.ts';

type State = 'Registered' | 'Registering' | 'NotRegistered' | 'Unregistering';

/** The resource providers that the sandbox's subscription knows; each is registered until it is told otherwise. */
export const namespaces = [
  'Microsoft.AlertsManagement',
  'Microsoft.Authorization',
  'Microsoft.CognitiveServices',
  'Microsoft.Consumption',
  'Microsoft.ContainerRegistry',
  'Microsoft.ContainerService',
  'Microsoft.Dashboard',
  'Microsoft.DBforPostgreSQL',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.ManagedIdentity',
  'Microsoft.Monitor',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.PolicyInsights',
  'Microsoft.Resources',
  'Microsoft.ServiceLinker',
];

/** Registering takes Azure a minute or so (unconfirmed), in seconds. */
const takes = 60;

interface Kept {
  state: State;
  /** Milliseconds since 1970 from which on it is done. */
  doneAt: number;
}

const registrations = (arm: Arm) => arm.store.collection<Kept>('arm-providers');
const ended: Record<State, State> = {
  Registering: 'Registered',
  Unregistering: 'NotRegistered',
  Registered: 'Registered',
  NotRegistered: 'NotRegistered',
};

/** The namespace as it is written, when the sandbox knows it. */
export const knownNamespace = (asked: string) =>
  namespaces.find(one => one.toLowerCase() === asked.toLowerCase());

export function registrationState(namespace: string, arm: Arm): State {
  const kept = registrations(arm).get(namespace.toLowerCase());
  if (!kept) return 'Registered';
  return kept.doneAt <= Date.now() ? ended[kept.state] : kept.state;
}

export function changeRegistration(
  namespace: string,
  to: 'register' | 'unregister',
  arm: Arm,
): void {
  const now = registrationState(namespace, arm);
  const [state, done] =
    to === 'register'
      ? (['Registering', 'Registered'] as const)
      : (['Unregistering', 'NotRegistered'] as const);
  if (now === state || now === done) return;
  const doneAt = Date.now() + takes * 1000 * arm.timing.settings.scale;
  registrations(arm).put(namespace.toLowerCase(), { state, doneAt });
}

/** @throws ArmError 409: nothing of a provider can be made before it is registered */
export function requireRegistered(type: string, arm: Arm): void {
  const [namespace] = type.split('/');
  if (registrationState(namespace, arm) === 'Registered') return;
  throw new ArmError(
    409,
    'MissingSubscriptionRegistration',
    `The subscription is not registered to use namespace '${knownNamespace(namespace) ?? namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
  );
}
