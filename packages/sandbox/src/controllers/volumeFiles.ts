import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import { podField, SetupError, valuesOf } from './podSetup.ts';
import type { Cluster } from './surroundings.ts';

export interface VolumeDeps {
  client: ClusterClient;
  mintToken: Cluster['mintToken'];
}

/** By path in the volume. */
export type Files = Record<string, Buffer | string>;

interface Items {
  items?: { key: string; path: string }[];
  optional?: boolean;
}

interface TokenSource {
  audience?: string;
  expirationSeconds?: number;
  path: string;
}

/**
 * What a volume holds now; undefined for one that the containers fill themselves.
 * @throws SetupError for what is missing, and for a kind of volume that the sandbox does not have
 */
export async function volumeFiles(
  pod: KubernetesObject,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- one of many shapes, told apart here
  volume: Record<string, any>,
  deps: VolumeDeps,
): Promise<Files | undefined> {
  const { name, configMap, secret, projected, downwardAPI, emptyDir } = volume;
  if (emptyDir) return undefined;
  if (downwardAPI) return fieldsOf(pod, downwardAPI.items);
  if (configMap || secret) {
    const kind = secret ? 'secrets' : 'configmaps';
    const source = configMap ?? { ...secret, name: secret.secretName ?? secret.name };
    const namespace = String(pod.metadata.namespace);
    const values = await valuesOf(deps.client, kind, { namespace, ...source }).catch(error => {
      throw error instanceof SetupError ? notMounted(name, error.message) : error;
    });
    return picked(name, values, source);
  }
  if (projected) {
    const files: Files = {};
    for (const source of projected.sources ?? []) {
      const token: TokenSource | undefined = source.serviceAccountToken;
      if (token) files[token.path] = await minted(pod, token, deps);
      else Object.assign(files, await volumeFiles(pod, { ...source, name }, deps));
    }
    return files;
  }
  const kind = Object.keys(volume).find(key => key !== 'name');
  throw new SetupError(
    'CreateContainerConfigError',
    `volume "${name}" is of the kind ${kind}, which the sandbox's kubelet does not have: use configMap, secret, projected, downwardAPI or emptyDir`,
  );
}

function minted(
  { metadata, spec }: KubernetesObject,
  { audience, expirationSeconds = 3600 }: TokenSource,
  { mintToken }: VolumeDeps,
): Promise<string> {
  return mintToken(String(metadata.namespace), spec.serviceAccountName ?? 'default', {
    audiences: audience ? [audience] : [],
    podName: metadata.name,
    expirationSeconds,
  });
}

/** As a kubelet says it: in an event, while the container goes on being created. */
const notMounted = (volume: string, problem: string) =>
  new SetupError('FailedMount', `MountVolume.SetUp failed for volume "${volume}" : ${problem}`);

function picked(
  volume: string,
  values: Record<string, Buffer> | undefined,
  { items, optional }: Items,
): Files {
  if (!values || !items) return values ?? {};
  return Object.fromEntries(
    items.flatMap(({ key, path }) => {
      if (values[key]) return [[path, values[key]]];
      if (optional) return [];
      throw notMounted(volume, `references non-existent config key: ${key}`);
    }),
  );
}

function fieldsOf(
  pod: KubernetesObject,
  items: { path: string; fieldRef?: { fieldPath: string } }[] = [],
): Files {
  return Object.fromEntries(
    items.map(({ path, fieldRef }) => [path, podField(pod, fieldRef?.fieldPath ?? '') ?? '']),
  );
}
