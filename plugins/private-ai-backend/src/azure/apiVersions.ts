/** The api-version that each type is read and written with; nothing else names one. */
export const apiVersions = {
  resourceGroup: '2025-04-01',
  /** Registration of the resource providers, and which regions they are in. */
  providers: '2021-04-01',
  identity: '2023-01-31',
  /** Accounts, projects, deployments, deleted accounts; `models`, `usages`, `checkDomainAvailability`. */
  cognitiveServices: '2025-06-01',
  /** Private endpoints and their zone groups, virtual networks and subnets. */
  network: '2025-01-01',
  privateDnsZone: '2024-06-01',
  roleAssignment: '2022-04-01',
  /** What the asking identity may do at a scope. */
  permissions: '2022-04-01',
  managedCluster: '2025-05-01',
  /** The first stable ones that say how the registry decides who may what are of 2025. */
  registry: '2025-11-01',
  /** Runs that sign in as an identity of their own. */
  registryTaskRun: '2025-03-01-preview',
  serviceConnector: '2024-04-01',
} as const;
