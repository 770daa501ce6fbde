/**
 * What an application is made of, each by its id in the graph, in plans, in the overview and in translations. A type of
 * resource that is added begins here: the compiler then names what has to know it.
 */
export const resourceIds = [
  'resource-group',
  'identity',
  'foundry-account',
  'foundry-project',
  'model-deployment',
  'former-deployments',
  'private-endpoint',
  'dns-zone-group',
  'role-assignment',
  'federated-credential',
  'builder-identity',
  'builder-access',
  'builder-credential',
  'namespace',
  'owner-access',
  'portal-access',
  'ca-bundle',
  'portal-keys',
  'service-connector',
  'agent-config',
  'agent-rollout',
  'telemetry',
  // The landing zone's, once for all applications.
  'collector',
  'pod-monitor',
] as const;

/** Stable: what an operation keeps for its next try, and the translations, go by it. */
export type ResourceId = (typeof resourceIds)[number];
