import { copyFile, cp, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Container } from './podEnvironment.ts';
import { SetupError } from './podSetup.ts';
import { volumeFiles, type Files, type VolumeDeps } from './volumeFiles.ts';

/** Where a path of the container lies on this machine. */
export interface Mount {
  mountPath: string;
  local: string;
}

/** A pod's volumes as folders. */
export class PodVolumes {
  readonly #folder: string;
  readonly #deps: VolumeDeps;
  /** Tokens by volume and path: minted anew when they are due, not with each look at a ConfigMap. */
  readonly #tokens = new Map<string, { text: string; due: number }>();

  constructor(folder: string, deps: VolumeDeps) {
    this.#folder = folder;
    this.#deps = deps;
  }

  /** Milliseconds until a token is to be written anew; undefined without tokens. */
  get renewAfter(): number | undefined {
    const due = [...this.#tokens.values()].map(token => token.due);
    return due.length ? Math.max(0, Math.min(...due) - Date.now()) : undefined;
  }

  /** Writes what the volumes hold now; files that are in none any more go. @throws SetupError */
  async layOut(pod: KubernetesObject): Promise<void> {
    const used = new Set(
      containersOf(pod)
        .flatMap(mountsOf)
        .map(mount => mount.name),
    );
    for (const volume of pod.spec.volumes ?? []) {
      if (!used.has(volume.name)) continue;
      const target = join(this.#folder, 'volumes', volume.name);
      await mkdir(target, { recursive: true, mode: 0o700 });
      const files = await volumeFiles(pod, volume, {
        ...this.#deps,
        mintToken: (...asked) => this.#token(`${volume.name} ${asked[2].audiences}`, asked),
      });
      if (files) await replace(target, files);
    }
  }

  /**
   * Where a container's mounts lie. A sub-path of files is what it was when the container started, as on a real node: it
   * hears of no change.
   */
  async mounts(pod: KubernetesObject, container: Container): Promise<Mount[]> {
    const place = async ({ name, mountPath, subPath }: VolumeMount, index: number) => {
      const whole = join(this.#folder, 'volumes', name);
      const path = mountPath.replace(/\/+$/, '');
      if (!subPath) return { mountPath: path, local: whole };
      const source = resolve(whole, subPath);
      if (!source.startsWith(whole + sep))
        throw new SetupError('CreateContainerConfigError', `subPath ${subPath} leads out of it`);
      const volume = pod.spec.volumes?.find((one: { name: string }) => one.name === name);
      const found = await stat(source).catch(() => undefined);
      if (!found) await mkdir(source, { recursive: true });
      if (volume?.emptyDir || !found) return { mountPath: path, local: source };
      const copy = join(this.#folder, 'subpaths', container.name, String(index));
      await rm(copy, { recursive: true, force: true });
      await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
      await (found.isDirectory() ? cp(source, copy, { recursive: true }) : copyFile(source, copy));
      return { mountPath: path, local: copy };
    };
    return Promise.all(mountsOf(container).map(place));
  }

  async #token(key: string, asked: Parameters<VolumeDeps['mintToken']>): Promise<string> {
    const kept = this.#tokens.get(key);
    if (kept && kept.due > Date.now()) return kept.text;
    const text = await this.#deps.mintToken(...asked);
    // As the kubelet does: at 80 % of a token's life.
    this.#tokens.set(key, { text, due: Date.now() + asked[2].expirationSeconds * 800 });
    return text;
  }
}

type VolumeMount = NonNullable<Container['volumeMounts']>[number];

const mountsOf = (container: Container) => container.volumeMounts ?? [];

const containersOf = ({ spec }: KubernetesObject): Container[] => [
  ...(spec.initContainers ?? []),
  ...spec.containers,
];

/** ConfigMaps and Secrets whose change a pod's volumes are to show, as `configmaps name` and `secrets name`. */
export function volumeSources({ spec }: KubernetesObject): string[] {
  type Source = {
    configMap?: { name: string };
    secret?: { secretName?: string; name?: string };
    projected?: { sources?: Source[] };
  };
  const of = ({ configMap, secret, projected }: Source): string[] => [
    ...(configMap ? [`configmaps ${configMap.name}`] : []),
    ...(secret ? [`secrets ${secret.secretName ?? secret.name}`] : []),
    ...(projected?.sources ?? []).flatMap(of),
  ];
  return ((spec.volumes ?? []) as Source[]).flatMap(of);
}

/** A path of the container as it lies on this machine; what is in no mount stays. */
export function localPath(value: string, mounts: Mount[]): string {
  const mount = mounts
    .filter(({ mountPath }) => value === mountPath || value.startsWith(`${mountPath}/`))
    .sort((a, b) => b.mountPath.length - a.mountPath.length)
    .at(0);
  return mount ? mount.local + value.slice(mount.mountPath.length) : value;
}

/** An environment with the container's paths, lists of them too, replaced by where they lie here. */
export const relocated = (env: Record<string, string>, mounts: Mount[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value
        .split(':')
        .map(part => localPath(part, mounts))
        .join(':'),
    ]),
  );

/** Readers see the old content or the new, never half of it. */
async function replace(folder: string, files: Files): Promise<void> {
  const wanted = Object.entries(files).map(([path, content]) => {
    const file = resolve(folder, path);
    if (!file.startsWith(folder + sep))
      throw new SetupError('CreateContainerConfigError', `path ${path} leads out of its volume`);
    return { file, content };
  });
  for (const { file, content } of wanted) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, content, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  const kept = new Set(wanted.map(({ file }) => relative(folder, file)));
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (entry.isFile() && !kept.has(path)) await rm(join(folder, path));
  }
}
