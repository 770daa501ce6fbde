import { customSchema } from './custom/customKinds.ts';
import { schemaAt } from './custom/shape.ts';
import type { Place } from './place.ts';

// Which lists are maps by key or sets, and which maps are one value: the `x-kubernetes-list-type` and `x-kubernetes-map-type`
// of the API. Every other list is replaced whole, every other map is merged. A test compares this with the published API.
const byName = ['name'];
const listKeys: Record<string, string[]> = {
  addresses: ['type'],
  claims: byName,
  conditions: ['type'],
  containers: byName,
  initContainers: byName,
  ephemeralContainers: byName,
  env: byName,
  hostAliases: ['ip'],
  imagePullSecrets: byName,
  ownerReferences: ['uid'],
  podIPs: ['ip'],
  resourceClaims: byName,
  resourceClaimStatuses: byName,
  schedulingGates: byName,
  secrets: byName,
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  volumeDevices: ['devicePath'],
  volumeMounts: ['mountPath'],
  volumes: byName,
};
const atomicMaps = new Set([
  'configMapKeyRef',
  'dataSource',
  'fieldRef',
  'fileKeyRef',
  'involvedObject',
  'labelSelector',
  'nodePublishSecretRef',
  'nodeSelector',
  'related',
  'resourceFieldRef',
  'roleRef',
  'scopeSelector',
  'secretKeyRef',
  'secretRef',
  'selector',
]);
const atomicItems = new Set(['imagePullSecrets', 'ownerReferences', 'secrets']);

const last = (place: Place) => place.slice(place.lastIndexOf('/') + 1);

/** The keys that tell a list's items apart, `set` for a set of scalars, undefined for a list that is one value. */
export function listType(
  kind: string,
  builtIn: boolean,
  place: Place,
): string[] | 'set' | undefined {
  if (place === 'metadata/finalizers' || place.endsWith('/metadata/finalizers')) return 'set';
  if (place === 'metadata/ownerReferences') return listKeys.ownerReferences;
  if (!builtIn) {
    const schema = customSchema(kind);
    return schema && schemaAt(schema, place)?.keys;
  }
  const field = last(place);
  if (field === 'ports') {
    if (place.endsWith('ontainers/*/ports')) return ['containerPort', 'protocol'];
    return kind === 'Service' && place === 'spec/ports' ? ['port', 'protocol'] : undefined;
  }
  if (field === 'podCIDRs' || place.startsWith('status/uncountedTerminatedPods/')) return 'set';
  if (kind === 'Job' && field === 'conditions') return undefined;
  if (kind === 'ServiceAccount' && field === 'imagePullSecrets') return undefined;
  if (kind === 'EndpointSlice' || place.startsWith('data/')) return undefined;
  return listKeys[field];
}

/** Whether a map is owned and replaced as one value. */
export function isAtomicMap(kind: string, builtIn: boolean, place: Place): boolean {
  if (place === 'metadata/ownerReferences/*') return true;
  if (!builtIn) {
    const schema = customSchema(kind);
    return (schema && schemaAt(schema, place)?.atomic) ?? false;
  }
  if (kind === 'NetworkPolicy' && place === 'spec/podSelector') return true;
  if (kind === 'Ingress' && /^spec\/defaultBackend\/(resource|service\/port)$/.test(place))
    return true;
  if (place.endsWith('/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution')) return true;
  if (place.endsWith('/*')) return atomicItems.has(last(place.slice(0, -2)));
  const parent = last(place.slice(0, place.lastIndexOf('/')));
  return (
    !['labels', 'annotations', 'data', 'matchLabels'].includes(parent) &&
    atomicMaps.has(last(place))
  );
}
