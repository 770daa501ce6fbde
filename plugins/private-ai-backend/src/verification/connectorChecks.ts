import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import { clusterIssuer } from '../azure/clusterIssuer';
import { federatedCredentialsPath, subjectOf, trusts } from '../azure/federatedCredential';
import { connectorKeys } from '../azure/serviceConnector';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { serviceAccountName, type ManifestInput } from '../app/names';
import { checkable, type Checkable } from '../resources/checkable';
import { federatedCredential } from '../resources/federatedCredential';
import { identityOf } from '../resources/identity';

/**
 * What Service Connector should have made, each thing by itself: its own validation says success on AKS whatever is
 * missing. Of the Secret only the names of its keys are looked at.
 */
export function connectorChecks(
  app: ManifestInput,
  { azure, cluster }: { azure: Pick<Azure, 'arm'>; cluster: Pick<ClusterClient, 'get'> },
): Checkable[] {
  const { names, zone } = app;
  const { namespace } = names;
  const find = (kind: string, name: string, signal: AbortSignal) =>
    cluster.get({ apiVersion: 'v1', kind, namespace, name }, signal);
  const keys = Object.values(connectorKeys);
  const secret = names.connectorSecret;
  return [
    checkable<KubernetesObject>({
      id: 'service-account',
      type: 'ServiceAccount',
      name: names.identity,
      title: `ServiceAccount of ${names.identity}`,
      dependsOn: ['namespace', 'identity'],
      async read(step) {
        const name = serviceAccountName(identityOf(step).clientId);
        const found = await find('ServiceAccount', name, step.signal);
        if (!found) throw new Error(`${name} does not exist in namespace ${namespace}`);
        return found;
      },
      differs: () => [],
      says: ({ metadata }) => `${metadata.name} is there`,
    }),
    checkable<KubernetesObject>({
      id: 'connector-secret',
      type: 'Secret',
      name: secret,
      title: `Secret ${secret}`,
      dependsOn: ['namespace', 'portal-access'],
      read: ({ signal }) => find('Secret', secret, signal),
      differs: ({ data }) => keys.filter(key => !data?.[key]).map(key => `it has no ${key}`),
      says: () => `has ${keys.join(' and ')}`,
    }),
    checkable<ArmResource>({
      id: federatedCredential.id,
      type: federatedCredential.title,
      name: names.identity,
      title: `${federatedCredential.title} of ${names.identity}`,
      dependsOn: ['identity'],
      async read(step) {
        const { signal } = step;
        const account = serviceAccountName(identityOf(step).clientId);
        const [issuer, all] = await Promise.all([
          clusterIssuer(azure.arm, zone.aks.clusterId, signal),
          azure.arm.list(federatedCredentialsPath(app), apiVersions.identity, { signal }),
        ]);
        const token = { issuer, subject: subjectOf(namespace, account) };
        const found = all.find(one => trusts(one, token));
        if (found) return found;
        throw new Error(`none trusts ${token.subject} of the cluster’s issuer ${issuer}`);
      },
      differs: () => [],
      says: ({ properties }) => `trusts ${properties.subject} of ${properties.issuer}`,
    }),
  ];
}
