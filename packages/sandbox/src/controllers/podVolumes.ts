import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import type { Container } from './podEnvironment.ts';
import { podField, SetupError, valuesOf } from './podSetup.ts';
import type { Cluster } from './surroundings.ts';

/** Where a path of the container lies on this machine. */
export interface Mount {
  mountPath: string;
  local: string;
}

interface VolumeDeps {
  client: ClusterClient;
  mintToken: Cluster['mintToken'];
}

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
 * Lays a pod's volumes out below `folder`, and says where the container's mounts lie.
 * @returns also the milliseconds after which tokens are to be written anew (call again); undefined without tokens
 * @throws SetupError
 */
export async function layOutVolumes(
  pod: KubernetesObject,
  container: Container,
  folder: string,
  deps: VolumeDeps,
): Promise<{ mounts: Mount[]; renewAfter?: number }> {
  const used = new Set(container.volumeMounts?.map(mount => mount.name));
  let renewAfter: number | undefined;
  for (const volume of pod.spec.volumes ?? []) {
    if (!used.has(volume.name)) continue;
    const target = join(folder, volume.name);
    await mkdir(target, { recursive: true, mode: 0o700 });
    const { files, seconds } = await filesOf(pod, volume, deps);
    for (const [path, content] of Object.entries(files)) await write(target, path, content);
    // As the kubelet does: at 80 % of a token's life.
    if (seconds) renewAfter = Math.min(renewAfter ?? Infinity, seconds * 800);
  }
  const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, subPath = '' }) => ({
    mountPath: mountPath.replace(/\/+$/, ''),
    local: join(folder, name, subPath),
  }));
  return { mounts, renewAfter };
}

/** An environment with the container's paths replaced by where they lie here. */
export function relocated(env: Record<string, string>, mounts: Mount[]): Record<string, string> {
  const local = (value: string) => {
    const mount = mounts
      .filter(({ mountPath }) => value === mountPath || value.startsWith(`${mountPath}/`))
      .sort((a, b) => b.mountPath.length - a.mountPath.length)
      .at(0);
    return mount ? mount.local + value.slice(mount.mountPath.length) : value;
  };
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, local(value)]));
}

type Files = Record<string, Buffer | string>;

async function filesOf(
  pod: KubernetesObject,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- one of many shapes, told apart here
  volume: Record<string, any>,
  { client, mintToken }: VolumeDeps,
): Promise<{ files: Files; seconds?: number }> {
  const namespace = String(pod.metadata.namespace);
  const { name, configMap, secret, projected, downwardAPI, emptyDir } = volume;
  if (emptyDir) return { files: {} };
  if (downwardAPI) return { files: fieldsOf(pod, downwardAPI.items) };
  if (configMap) {
    const values = await valuesOf(client, 'configmaps', { namespace, ...configMap });
    return { files: picked(values, configMap) };
  }
  if (secret) {
    const from = { namespace, name: secret.secretName, optional: secret.optional };
    return { files: picked(await valuesOf(client, 'secrets', from), secret) };
  }
  if (projected) {
    const files: Files = {};
    let seconds: number | undefined;
    for (const source of projected.sources ?? []) {
      const token: TokenSource | undefined = source.serviceAccountToken;
      if (token) {
        const life = token.expirationSeconds ?? 3600;
        files[token.path] = await mintToken(namespace, pod.spec.serviceAccountName ?? 'default', {
          audiences: token.audience ? [token.audience] : [],
          podName: pod.metadata.name,
          expirationSeconds: life,
        });
        seconds = Math.min(seconds ?? Infinity, life);
      } else {
        const { secret: one, ...rest } = source;
        const part = one ? { secret: { ...one, secretName: one.name } } : rest;
        Object.assign(files, (await filesOf(pod, { name, ...part }, { client, mintToken })).files);
      }
    }
    return { files, seconds };
  }
  const kind = Object.keys(volume).find(key => key !== 'name');
  throw new SetupError(
    'CreateContainerConfigError',
    `volume "${name}" is of the kind ${kind}, which the sandbox's kubelet does not have: use configMap, secret, projected, downwardAPI or emptyDir`,
  );
}

function picked(values: Record<string, Buffer> | undefined, { items }: Items): Files {
  if (!values || !items) return values ?? {};
  return Object.fromEntries(
    items.map(({ key, path }) => {
      if (!values[key])
        throw new SetupError(
          'CreateContainerConfigError',
          `references non-existent config key: ${key}`,
        );
      return [path, values[key]];
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

/** Readers see the old content or the new, never half of it. */
async function write(folder: string, path: string, content: Buffer | string): Promise<void> {
  const file = resolve(folder, path);
  if (!file.startsWith(folder + sep))
    throw new SetupError('CreateContainerConfigError', `path ${path} leads out of its volume`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, content, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
