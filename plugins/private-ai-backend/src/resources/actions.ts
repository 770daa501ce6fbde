/**
 * Where in a landing zone an action is needed: `applications` is the subscription, or the company's group that all
 * applications lie in; `account` is there too, or the account that they share.
 */
export type Place =
  'subscription' | 'applications' | 'account' | 'subnet' | 'dns-zones' | 'cluster' | 'registry';

/** What the portal's identity has to be allowed, by place. */
export type Actions = Partial<Record<Place, readonly string[]>>;

/** @param type - e.g. `Microsoft.Network/privateEndpoints` */
export const actionsOn = (type: string, ...verbs: string[]): string[] =>
  verbs.map(verb => `${type}/${verb}`);
