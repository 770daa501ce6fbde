import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inside, treeDigest } from '../files/tree.ts';
import type { Python } from '../python/environments.ts';
import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';
import type { Image, ImageConfig, Images } from './image.ts';

/** The images of every registry: files by digest in a folder, tags and configurations in the store. */
export class ImageStore implements Images {
  readonly #folder: string;
  /** `registry/repository@digest` → how it is started. */
  readonly #manifests: Collection<ImageConfig>;
  /** `registry/repository:tag` → digest. */
  readonly #tags: Collection<string>;
  readonly #python: Python;

  constructor(store: Store, folder: string, python: Python) {
    this.#python = python;
    this.#folder = join(folder, 'images');
    this.#manifests = store.collection('registry-manifests');
    this.#tags = store.collection('registry-tags');
  }

  /** Takes a built folder in (it is moved) under its names. The digest covers every file and the configuration. */
  async push(root: string, config: ImageConfig, names: { repository: string; tag: string }[]) {
    const hex = await treeDigest(root, JSON.stringify(config));
    const kept = join(this.#folder, hex);
    await mkdir(dirname(kept), { recursive: true });
    if (!existsSync(kept)) await rename(root, kept);
    const digest = `sha256:${hex}`;
    for (const { repository, tag } of names) {
      this.#manifests.put(`${repository}@${digest}`, config);
      this.#tags.put(`${repository}:${tag}`, digest);
    }
    return digest;
  }

  async resolve(reference: string): Promise<Image | undefined> {
    const [, name, tag, given] =
      /^([^@]+?)(?::([\w.-]+))?(?:@(sha256:[\da-f]{64}))?$/.exec(reference) ?? [];
    if (!name) return undefined;
    const repository = name.toLowerCase();
    const digest = given ?? this.#tags.get(`${repository}:${tag ?? 'latest'}`);
    const config = digest && this.#manifests.get(`${repository}@${digest}`);
    if (!digest || !config) return undefined;
    const folder = join(this.#folder, digest.slice('sha256:'.length));
    if (!existsSync(folder)) return undefined;
    const { runtime, environment } = config;
    const environments = 'environments' in this.#python ? this.#python.environments : undefined;
    const path = environment && environments?.path(environment);
    // Made on another machine, or its environment was cleared away: build it again.
    if (environment && !path) return undefined;
    return {
      folder,
      runtime,
      ...(path && { environment: path }),
      command: [...config.entrypoint, ...config.cmd],
      env: config.env,
      workingDir: inside(folder, config.workingDir),
      digest,
    };
  }
}
