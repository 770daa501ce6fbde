import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';
import { differences, sameKubernetesValue } from '../engine/differences';
import type { Resource } from '../engine/resource';
import { saidOf, type ClusterResource } from './descriptor';
import { requireOurLabels } from './ownership';

type Found = (KubernetesObject | undefined)[];

/**
 * Manifests of the cluster that stand and fall together; found objects lie in their order. The first says whose they are.
 */
export function clusterResource(
  of: ClusterResource,
  app: ManifestInput,
  options: { name: string; cluster: ClusterClient; manifests: readonly KubernetesObject[] },
): Resource<Found> {
  const { name, cluster, manifests } = options;
  const said = saidOf(of, name);
  const { title } = said;
  const owner = app.request.entityRef;
  const isAsWanted = (index: number, found: Found) => {
    const object = found[index];
    return object && differences(manifests[index], object, sameKubernetesValue).length === 0;
  };
  return {
    ...said,
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
      if (first) requireOurLabels(title, first, owner);
      return manifests
        .filter((_, index) => !isAsWanted(index, found))
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    },
    async write({ signal }, found) {
      const state: Found = found ? [...found] : [];
      for (const [index, object] of manifests.entries()) {
        if (isAsWanted(index, state)) continue;
        signal.throwIfAborted();
        state[index] = await cluster.apply(object, { signal });
      }
      return { state, created: found === undefined };
    },
    async remove({ signal }, found) {
      const there = found.filter(object => object !== undefined);
      for (const object of there) requireOurLabels(title, object, owner);
      for (const object of there.toReversed()) {
        signal.throwIfAborted();
        await cluster.remove(refOf(object), signal);
      }
    },
  };
}

const refOf = ({ apiVersion, kind, metadata }: KubernetesObject) => ({
  apiVersion,
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
});
