import { ConflictError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import { clusterIssuer } from '../azure/clusterIssuer';
import { federatedCredentialsPath, subjectOf, trusts } from '../azure/federatedCredential';
import { foundryAccountId } from '../azure/foundryAccount';
import { sameText } from '../azure/resourceId';
import { connectorKeys, linkerBody, linkerId } from '../azure/serviceConnector';
import type { ClusterClient } from '../kubernetes/client';
import { serviceAccountName, type ManifestInput } from '../app/names';
import { inProgress } from './armResource';
import { lastChangeFailed, type Resource, type Step } from '../engine/resource';

interface Connection {
  linker: ArmResource;
  /** What Service Connector should have made and has not: its own validation on AKS always says success. */
  missing: string[];
}

const version = apiVersions.serviceConnector;

/**
 * Service Connector's linker, held to its effects: ServiceAccount and Secret in the namespace, federated credential on
 * the identity. Where one of them is gone, the linker is written again, and Service Connector makes it anew.
 */
export function connectorResource(
  app: ManifestInput,
  options: {
    dependsOn: readonly string[];
    azure: Pick<Azure, 'arm' | 'token'>;
    cluster: Pick<ClusterClient, 'get'>;
    clientId(step: Step): string;
  },
): Resource<Connection> {
  const { azure, cluster, clientId, dependsOn } = options;
  const { names, zone } = app;
  const { namespace } = names;
  const { clusterId } = zone.aks;
  const id = linkerId(clusterId, names.connector);
  const title = `Service connector ${names.connector}`;

  async function missing(step: Step): Promise<string[]> {
    const { signal } = step;
    const account = serviceAccountName(clientId(step));
    const find = (kind: string, name: string) =>
      cluster.get({ apiVersion: 'v1', kind, namespace, name }, signal);
    const [serviceAccount, secret, issuer, credentials] = await Promise.all([
      find('ServiceAccount', account),
      find('Secret', names.connectorSecret),
      clusterIssuer(azure.arm, clusterId, signal),
      azure.arm.list(federatedCredentialsPath(app), apiVersions.identity, { signal }),
    ]);
    const token = { issuer, subject: subjectOf(namespace, account) };
    const lacking = Object.values(connectorKeys).filter(key => secret && !secret.data?.[key]);
    return [
      ...(serviceAccount ? [] : [`ServiceAccount ${account}`]),
      ...(secret ? [] : [`Secret ${names.connectorSecret}`]),
      ...lacking.map(key => `${key} of Secret ${names.connectorSecret}`),
      ...(credentials.some(one => trusts(one, token)) ? [] : ['the federated credential']),
    ];
  }

  /** A linker has no tags: it is ours where it connects our namespace, whose label says whose that is. */
  function requireOurs({ properties }: ArmResource): void {
    const scope = properties.scope ?? undefined;
    if (scope === namespace) return;
    throw new ConflictError(
      scope === undefined || scope === ''
        ? `${title} exists and connects no namespace, so that it is not known whose it is: it is left as it is. Choose another application name, or have the platform team remove it.`
        : `${title} exists and connects the namespace ${scope}, another application’s: it is left as it is. Choose another application name.`,
    );
  }

  async function withEffects(linker: ArmResource, step: Step): Promise<Connection> {
    const done = inProgress(linker.properties.provisioningState) === undefined;
    return { linker, missing: done ? await missing(step) : [] };
  }

  return {
    id: 'service-connector',
    type: 'Service connector',
    name: names.connector,
    title,
    dependsOn,
    async read(step) {
      const linker = await azure.arm.get(id, version, step.signal);
      return linker && withEffects(linker, step);
    },
    waitsFor: ({ linker }) => inProgress(linker.properties.provisioningState),
    differs({ linker, missing: lacks }, step) {
      requireOurs(linker);
      const { provisioningState, targetService, authInfo } = linker.properties as {
        provisioningState?: string;
        targetService?: { id?: string } | null;
        authInfo?: { authType?: string; clientId?: string } | null;
      };
      const identity =
        sameText(authInfo?.authType, 'userAssignedIdentity') &&
        sameText(authInfo?.clientId, clientId(step));
      return [
        ...(sameText(provisioningState, 'Succeeded') ? [] : [lastChangeFailed]),
        ...(sameText(targetService?.id, foundryAccountId(app)) ? [] : ['its target']),
        ...(identity ? [] : ['its identity']),
        ...lacks.map(what => `${what} is missing`),
      ];
    },
    async write(step) {
      // Service Connector works in the cluster as the caller, whose token it takes from this header.
      const token = await azure.token(`${zone.azure.endpoint}/.default`);
      const { resource, created } = await azure.arm.put(
        id,
        version,
        linkerBody(app, { clientId: clientId(step) }),
        {
          signal: step.signal,
          ...step.poller,
          headers: { 'x-ms-serviceconnector-user-token': token },
        },
      );
      // It is written; where its effects cannot be looked for now, the next look does.
      const state = resource && (await withEffects(resource, step).catch(() => undefined));
      return { state, created };
    },
  };
}
