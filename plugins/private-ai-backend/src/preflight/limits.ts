import type { Usage } from '../landingZones/capacity';

/** Foundry accounts of a region and subscription, where Azure names no other number. */
const mostAccounts = 100;
/** The meters of `usages` that count accounts of kind AIServices. */
const accountMeters = ['AIServices.S0.AccountCount', 'OpenAI.S0.AccountCount', 'AccountCount'];
/** Federated credentials of one identity. */
const mostCredentials = 20;
/** Model deployments of one account. */
const mostDeployments = 32;

/**
 * Whether one more account may be made. Deleted ones count for the 48 hours in which they may be restored.
 * @param there - accounts in the region, for a subscription that has no meter of them
 */
export function accountProblems(
  usages: readonly Usage[],
  there: number,
  location: string,
): string[] {
  const meters = usages.filter(({ name }) => accountMeters.includes(name?.value ?? ''));
  const full =
    meters.length > 0
      ? meters.find(({ currentValue = 0, limit }) => limit !== undefined && currentValue >= limit)
      : there >= mostAccounts && { limit: mostAccounts };
  if (!full) return [];
  return [
    `The subscription has all ${full.limit} Foundry accounts that it may have in ${location}: the platform team has to retire applications that nobody uses, raise the quota, or open a landing zone in another subscription.`,
  ];
}

/** Whether the identity may take one more federated credential. */
export function credentialProblems(identity: string, there: number): string[] {
  if (there < mostCredentials) return [];
  return [
    `The managed identity ${identity} has all ${mostCredentials} federated credentials that it may have: the platform team has to remove those that nothing uses.`,
  ];
}

/** Whether a shared account may take one more model deployment. */
export function deploymentProblems(account: string, there: number): string[] {
  if (there < mostDeployments) return [];
  return [
    `The Foundry account ${account}, which this landing zone’s applications share, has all ${mostDeployments} model deployments that it may have: choose a model that is deployed there already, or have the platform team remove a deployment that nobody uses.`,
  ];
}
