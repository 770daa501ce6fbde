import { KubeConfig } from '@kubernetes/client-node';
import { InputError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from './client';
import { createClusterClient } from './clusterClient';
import { ClusterError } from './clusterError';

/** Azure Kubernetes Service's own application, the same in every tenant: the audience of tokens for a cluster. */
export const AKS_SCOPE = '6dae42f8-4368-4678-94ff-3960e28e3630/.default';

const clusters = new WeakMap<LandingZone, ClusterClient>();

/** The landing zone's cluster; one client a zone. Server and CA come from Azure, the sign-in is the portal's identity. */
export function clusterFor(
  zone: LandingZone,
  azure: Pick<Azure, 'token'> & { arm: Pick<Azure['arm'], 'post'> },
): ClusterClient {
  const known = clusters.get(zone);
  if (known) return known;

  let place: Promise<{ server: string; ca?: string }> | undefined;
  const client = createClusterClient({
    async connect() {
      place ??= findServer(zone.aks.clusterId, azure.arm);
      try {
        return { ...(await place), token: await azure.token(AKS_SCOPE) };
      } catch (error) {
        place = undefined;
        throw error;
      }
    },
    forget() {
      place = undefined;
    },
  });
  clusters.set(zone, client);
  return client;
}

async function findServer(clusterId: string, arm: Pick<Azure['arm'], 'post'>) {
  const path = `${clusterId}/listClusterUserCredential`;
  const answer = await arm.post<{ kubeconfigs?: { value?: string }[] }>(
    path,
    apiVersions.managedCluster,
  );
  const encoded = answer?.kubeconfigs?.[0]?.value;
  if (!encoded) {
    throw new InputError(`Azure names no API server for ${clusterId}: is the cluster ready?`);
  }
  return readServer(Buffer.from(encoded, 'base64').toString('utf8'), clusterId);
}

/** Server and CA of a kubeconfig; whatever sign-in it holds (kubelogin as a command) is left aside. */
export function readServer(kubeconfig: string, of: string): { server: string; ca?: string } {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster() ?? config.clusters[0];
  if (!cluster?.server.startsWith('https://')) {
    throw new ClusterError(`Azure's kubeconfig of ${of} names no https server.`, {
      reason: 'NoServer',
      resource: of,
      transient: false,
    });
  }
  if (cluster.skipTLSVerify) {
    throw new ClusterError(
      `Azure's kubeconfig of ${of} asks to trust any certificate; the portal does not.`,
      { reason: 'NoTrust', resource: of, transient: false },
    );
  }
  const ca = cluster.caData && Buffer.from(cluster.caData, 'base64').toString('utf8');
  return { server: cluster.server, ...(ca && { ca }) };
}
