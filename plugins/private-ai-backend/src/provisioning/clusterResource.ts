import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { differences, sameKubernetesValue } from './differences';
import { requireOurLabel } from './ownership';
import type { Resource } from './resource';

/**
 * Manifests of the cluster that stand and fall together; found objects lie in their order. The first says whose they are.
 */
export function clusterResource(options: {
  id: string;
  title: string;
  dependsOn: readonly string[];
  cluster: ClusterClient;
  manifests: readonly KubernetesObject[];
  owner: string;
}): Resource<(KubernetesObject | undefined)[]> {
  const { cluster, manifests, title, owner } = options;
  const differing = (found: (KubernetesObject | undefined)[]) =>
    manifests.filter((wanted, index) => objectDifferences(wanted, found[index]).length > 0);
  return {
    id: options.id,
    title,
    dependsOn: options.dependsOn,
    async read({ signal }) {
      const found = await Promise.all(manifests.map(object => cluster.get(refOf(object), signal)));
      return found.some(object => object !== undefined) ? found : undefined;
    },
    waitsFor: found =>
      found.some(object => object?.status?.phase === 'Terminating')
        ? 'waiting for the old one to be gone'
        : undefined,
    differs(found) {
      const [first] = found;
      if (first) requireOurLabel(title, first, owner);
      return differing(found).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    },
    async write({ signal }, found) {
      for (const object of found ? differing(found) : manifests) {
        signal.throwIfAborted();
        await cluster.apply(object, { signal });
      }
    },
  };
}

function objectDifferences(
  wanted: KubernetesObject,
  found: KubernetesObject | undefined,
): string[] {
  return found ? differences(wanted, found, sameKubernetesValue) : ['it does not exist'];
}

const refOf = ({ apiVersion, kind, metadata }: KubernetesObject) => ({
  apiVersion,
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
});
