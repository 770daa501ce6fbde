import { ConflictError } from '@backstage/errors';
import { apiVersions } from './apiVersions';
import type { ArmClient } from './client';

const issuers = new WeakMap<object, Map<string, Promise<string>>>();

/**
 * Who signs the tokens of a cluster's ServiceAccounts, as federated credentials have to name it. Asked once: it does not
 * change while the cluster lives.
 * @throws ConflictError where the cluster is missing, or issues none
 */
export function clusterIssuer(
  arm: Pick<ArmClient, 'get'>,
  clusterId: string,
  signal: AbortSignal,
): Promise<string> {
  const known = issuers.get(arm) ?? new Map<string, Promise<string>>();
  issuers.set(arm, known);
  const issuer = known.get(clusterId) ?? ask(arm, clusterId, signal);
  known.set(clusterId, issuer);
  issuer.catch(() => known.delete(clusterId));
  return issuer;
}

async function ask(arm: Pick<ArmClient, 'get'>, clusterId: string, signal: AbortSignal) {
  const cluster = await arm.get(clusterId, apiVersions.managedCluster, signal);
  const name = clusterId.split('/').at(-1);
  if (!cluster) {
    throw new ConflictError(
      `The AKS cluster ${name} does not exist: the platform team has to check the landing zone's aks.clusterId (${clusterId}).`,
    );
  }
  const { issuerURL } = (cluster.properties.oidcIssuerProfile ?? {}) as { issuerURL?: string };
  if (issuerURL) return issuerURL;
  throw new ConflictError(
    `The AKS cluster ${name} issues no tokens for workload identity: the platform team has to turn on its OIDC issuer.`,
  );
}
