/** The api-version that each type is read and written with. */
export const apiVersions = {
  resourceGroup: '2025-04-01',
  identity: '2023-01-31',
  cognitiveServices: '2025-06-01',
  network: '2025-01-01',
  roleAssignment: '2022-04-01',
  serviceConnector: '2024-04-01',
} as const;
