import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

export const managedCluster: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters',
  tracked: true,
  write: { path: 'operations', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  action({ resource, method, rest, hooks }) {
    if (method !== 'POST' || !/^listClusterUserCredentials?$/i.test(rest)) return undefined;
    const kubeconfig = hooks.kubeconfig?.(resource);
    if (!kubeconfig)
      throw new ArmError(
        409,
        'OperationNotAllowed',
        `The cluster ${resource.name} has no API server.`,
      );
    const value = Buffer.from(kubeconfig).toString('base64');
    return { status: 200, body: { kubeconfigs: [{ name: 'clusterUser', value }] } };
  },
};
