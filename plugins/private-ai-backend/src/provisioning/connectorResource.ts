import { ConflictError } from '@backstage/errors';
import type { LinkerResource } from '@azure/arm-servicelinker';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import { foundryAccountId } from '../azure/foundryAccount';
import { sameText } from '../azure/resourceId';
import { linkerBody, linkerId } from '../azure/serviceConnector';
import { identityId } from '../azure/userAssignedIdentity';
import type { ClusterClient } from '../kubernetes/client';
import { serviceAccountName, type ManifestInput } from '../landingZones/names';
import { inProgress } from './armResource';
import type { Resource, Step } from './resource';

interface Connection {
  linker: LinkerResource;
  /** What Service Connector should have made and has not: its own validation on AKS always says success. */
  missing: string[];
}

/**
 * Service Connector's linker, held to its effects: ServiceAccount and Secret in the namespace, federated credential on
 * the identity.
 */
export function connectorResource(
  app: ManifestInput,
  options: {
    id: string;
    dependsOn: readonly string[];
    azure: Azure;
    cluster: ClusterClient;
    clientId(step: Step): string;
  },
): Resource<Connection> {
  const { azure, cluster, clientId } = options;
  const { names, zone } = app;
  const { clusterId } = zone.aks;
  const title = `Service connector ${names.connector}`;

  async function missing(step: Step): Promise<string[]> {
    const account = serviceAccountName(clientId(step));
    const { namespace } = names;
    const [serviceAccount, secret, credentials] = await Promise.all([
      cluster.get(
        { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: account },
        step.signal,
      ),
      cluster.get(
        { apiVersion: 'v1', kind: 'Secret', namespace, name: names.connectorSecret },
        step.signal,
      ),
      azure.arm.list(`${identityId(app)}/federatedIdentityCredentials`, apiVersions.identity, {
        signal: step.signal,
      }),
    ]);
    const subject = `system:serviceaccount:${namespace}:${account}`;
    const trusted = credentials.some(({ properties }) => properties.subject === subject);
    return [
      ...(serviceAccount ? [] : [`ServiceAccount ${account}`]),
      ...(secret ? [] : [`Secret ${names.connectorSecret}`]),
      ...(trusted ? [] : ['the federated credential']),
    ];
  }

  return {
    id: options.id,
    title,
    dependsOn: options.dependsOn,
    async read(step) {
      const linker = await azure.linkers.get(clusterId, names.connector, step.signal);
      if (!linker) return undefined;
      const done = inProgress(linker.provisioningState) === undefined;
      return { linker, missing: done ? await missing(step) : [] };
    },
    waitsFor: ({ linker }) => inProgress(linker.provisioningState),
    differs({ linker, missing: lacks }, step) {
      if (linker.scope && linker.scope !== names.namespace) {
        throw new ConflictError(
          `${title} exists and connects the namespace ${linker.scope}, another application’s: it is left as it is. Choose another application name.`,
        );
      }
      const target = linker.targetService as { id?: string } | undefined;
      const sign = linker.authInfo as { clientId?: string } | undefined;
      return [
        ...(linker.provisioningState === 'Succeeded' ? [] : ['its last change failed']),
        ...(sameText(target?.id, foundryAccountId(app)) ? [] : ['its target']),
        ...(sameText(sign?.clientId, clientId(step)) ? [] : ['its identity']),
        ...lacks.map(what => `${what} is missing`),
      ];
    },
    async write(step) {
      // Service Connector works in the cluster as the caller, whose token it takes from this header.
      const token = await azure.token(`${zone.azure.endpoint}/.default`);
      await azure.arm.put(
        linkerId(clusterId, names.connector),
        apiVersions.serviceConnector,
        linkerBody(app, { clientId: clientId(step) }),
        {
          signal: step.signal,
          ...step.poller,
          headers: { 'x-ms-serviceconnector-user-token': token },
        },
      );
    },
  };
}
