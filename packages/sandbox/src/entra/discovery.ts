/** Documents that sign-in libraries read before they ask for a token. */

/** `/{tenant}/v2.0/.well-known/openid-configuration` */
export function openIdConfiguration(authority: string, tenant: string) {
  const base = `${authority}/${tenant}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_types_supported: ['code', 'id_token', 'code id_token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: [
      'client_secret_post',
      'private_key_jwt',
      'client_secret_basic',
    ],
  };
}

/** `/common/discovery/instance` */
export function instanceDiscovery(authority: string, tenant: string) {
  const host = new URL(authority).host;
  return {
    tenant_discovery_endpoint: `${authority}/${tenant}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

/** `/metadata/endpoints`, which tells a client of Resource Manager where everything else is (2022-09-01). */
export function cloudMetadata(authority: string) {
  return {
    name: 'AzureCloud',
    portal: authority,
    resourceManager: authority,
    authentication: {
      loginEndpoint: authority,
      audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    graph: 'https://graph.windows.net/',
    graphAudience: 'https://graph.windows.net/',
    microsoftGraphResourceId: 'https://graph.microsoft.com/',
    batch: 'https://batch.core.windows.net/',
    gallery: authority,
    media: 'https://rest.media.azure.net',
    sqlManagement: 'https://management.core.windows.net:8443/',
    vmImageAliasDoc: authority,
    activeDirectoryDataLake: 'https://datalake.azure.net/',
    logAnalyticsResourceId: 'https://api.loganalytics.io',
    appInsightsResourceId: 'https://api.applicationinsights.io',
    attestationResourceId: 'https://attest.azure.net',
    synapseAnalyticsResourceId: 'https://dev.azuresynapse.net',
    ossrDbmsResourceId: 'https://ossrdbms-aad.database.windows.net',
    suffixes: {
      acrLoginServer: 'azurecr.io',
      azureDataLakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
      azureDataLakeStoreFileSystem: 'azuredatalakestore.net',
      azureFrontDoorEndpointSuffix: 'azurefd.net',
      keyVaultDns: 'vault.azure.net',
      mariadbServerEndpoint: 'mariadb.database.azure.com',
      mhsmDns: 'managedhsm.azure.net',
      mysqlServerEndpoint: 'mysql.database.azure.com',
      postgresqlServerEndpoint: 'postgres.database.azure.com',
      sqlServerHostname: 'database.windows.net',
      storage: 'core.windows.net',
      storageSyncEndpointSuffix: 'afs.azure.net',
      synapseAnalytics: 'dev.azuresynapse.net',
    },
  };
}
