import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';

/** Why a container cannot be started yet: the reason and message that its pod shows. */
export class SetupError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The values of a Secret or a ConfigMap as bytes; undefined when an optional one is missing. @throws SetupError */
export async function valuesOf(
  client: ClusterClient,
  kind: 'secrets' | 'configmaps',
  { namespace, name, optional }: { namespace: string; name: string; optional?: boolean },
): Promise<Record<string, Buffer> | undefined> {
  const found = await client.get(kind, { namespace, name });
  if (!found) {
    if (optional) return undefined;
    const word = kind === 'secrets' ? 'secret' : 'configmap';
    throw new SetupError('CreateContainerConfigError', `${word} "${name}" not found`);
  }
  return kind === 'secrets'
    ? bytes(found, 'data', 'base64')
    : { ...bytes(found, 'data', 'utf8'), ...bytes(found, 'binaryData', 'base64') };
}

function bytes(object: KubernetesObject, field: string, form: 'base64' | 'utf8') {
  return Object.fromEntries(
    Object.entries<string>(object[field] ?? {}).map(([key, value]) => [
      key,
      Buffer.from(value, form),
    ]),
  );
}

/** What a pod can be told about itself; undefined for a field that is not there. */
export function podField(pod: KubernetesObject, path: string): string | undefined {
  const { metadata, spec, status } = pod;
  const entry = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
  if (entry) return metadata[entry[1] as 'labels' | 'annotations']?.[entry[2]] ?? '';
  const lines = (map: Record<string, string> = {}) =>
    Object.entries(map)
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  const known: Record<string, string | undefined> = {
    'metadata.name': metadata.name,
    'metadata.namespace': metadata.namespace,
    'metadata.uid': metadata.uid,
    'metadata.labels': lines(metadata.labels),
    'metadata.annotations': lines(metadata.annotations),
    'spec.nodeName': spec.nodeName,
    'spec.serviceAccountName': spec.serviceAccountName ?? 'default',
    'status.podIP': status?.podIP,
    'status.podIPs': status?.podIP,
    'status.hostIP': status?.hostIP,
    'status.hostIPs': status?.hostIP,
  };
  return known[path];
}
