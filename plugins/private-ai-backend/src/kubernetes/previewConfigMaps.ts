import type { KubernetesObject } from './client';
import { previewName } from './previewFacts';

/** Another commit's are other objects: a pod reads them once, and what runs reads its own. */
const ownName = (name: string, commit: string) => previewName(`${name}-${commit.slice(0, 12)}`);

/** A ConfigMap of the commit as the preview has it. */
export function previewConfigMap(
  configMap: KubernetesObject,
  commit: string,
  metadata: Partial<KubernetesObject['metadata']>,
): KubernetesObject {
  const name = ownName(configMap.metadata.name, commit);
  return { ...configMap, metadata: { ...configMap.metadata, ...metadata, name } };
}

/** Where a pod names a ConfigMap: volumes, projected or not, and its containers' environment. */
const places = ['configMap', 'configMapRef', 'configMapKeyRef'];

/** A pod that reads the preview's own of these ConfigMaps, and everything else as it did. */
export function ownConfigMaps<T>(pod: T, names: readonly string[], commit: string): T {
  if (Array.isArray(pod)) return pod.map(one => ownConfigMaps(one, names, commit)) as T;
  if (typeof pod !== 'object' || pod === null) return pod;
  const fields = Object.entries(pod).map(([field, value]) => {
    const inner = ownConfigMaps(value, names, commit);
    const named = places.includes(field) && names.includes(inner?.name);
    return [field, named ? { ...inner, name: ownName(inner.name, commit) } : inner];
  });
  return Object.fromEntries(fields) as T;
}
