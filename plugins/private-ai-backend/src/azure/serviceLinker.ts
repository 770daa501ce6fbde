import { ServiceLinkerManagementClient, type LinkerResource } from '@azure/arm-servicelinker';
import type { TokenCredential } from '@azure/core-auth';
import { azureError, isAbsent } from './errors';
import { linkerId } from './serviceConnector';
import { timeLimit } from './timeLimit';

/**
 * Service Connector through its own library, for what that carries. It speaks api-version 2022-05-01 and drops
 * `authInfo.roles`, `publicNetworkSolution` and `configurationInfo` without a word, so a connector is written through
 * the ArmClient with `linkerBody` instead.
 */
export interface ServiceLinker {
  /** Undefined when there is none. */
  get(clusterId: string, name: string, signal?: AbortSignal): Promise<LinkerResource | undefined>;
}

export function createServiceLinker(options: {
  endpoint: string;
  credential: TokenCredential;
  ca?: string;
}): ServiceLinker {
  const { endpoint, credential, ca } = options;
  const client = new ServiceLinkerManagementClient(credential, {
    endpoint,
    // Without it the library asks the public cloud, whatever the endpoint says.
    $host: endpoint,
    credentialScopes: `${endpoint}/.default`,
    additionalPolicies: [{ policy: timeLimit(), position: 'perRetry' }],
    ...(ca !== undefined && { tlsOptions: { ca } }),
  });
  return {
    async get(clusterId, name, signal) {
      try {
        return await client.linker.get(clusterId.replace(/^\//, ''), name, { abortSignal: signal });
      } catch (thrown) {
        const error = azureError(thrown, linkerId(clusterId, name));
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
  };
}
