import type { ManifestInput } from '../app/names';
import type { KubernetesObject, ObjectRef } from './client';
import { ownership } from './ownership';

const api = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' };

export const portalBindingRef = ({ names }: Pick<ManifestInput, 'names'>): ObjectRef => ({
  ...api,
  namespace: names.namespace,
  name: 'private-ai-portal',
});

/**
 * What the portal may look at, and take away, in the application's namespace and nowhere else: Service Connector's Secret.
 * @param user - what the cluster calls the portal
 */
export function portalBinding(input: ManifestInput, user: string): KubernetesObject {
  const apiGroup = 'rbac.authorization.k8s.io';
  const { name, namespace } = portalBindingRef(input);
  return {
    ...api,
    metadata: { name, namespace, ...ownership(input) },
    roleRef: { apiGroup, kind: 'ClusterRole', name: 'private-ai-portal-connector' },
    subjects: [{ apiGroup, kind: 'User', name: user }],
  };
}
