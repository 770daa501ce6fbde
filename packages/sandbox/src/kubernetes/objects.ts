import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';
import { kinds, type Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { StatusError } from './status.ts';

/** What happened to an object; `before` tells a watch whether its selector matched earlier. */
export interface Change {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  version: number;
  kind: Kind;
  object: KubernetesObject;
  before?: KubernetesObject;
}

const keptChanges = 4000;

/**
 * The cluster's objects: every write takes the next resource version and is told to all watches, in order.
 * Versions go on after a restart; the changes before it are forgotten, so that an older watch is told to list again.
 */
export class Objects {
  readonly #objects: Collection<KubernetesObject>;
  readonly #counter: Collection<number>;
  readonly #changes: Change[] = [];
  readonly #watchers = new Set<(change: Change) => void>();
  #version: number;
  /** The version before the oldest change that is still known. */
  #oldest: number;
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
    this.#objects = store.collection('kubernetes-objects');
    this.#counter = store.collection('kubernetes-version');
    this.#version = this.#counter.get('resourceVersion') ?? 1;
    this.#oldest = this.#version;
  }

  get version(): number {
    return this.#version;
  }

  get(kind: Kind, namespace: string | undefined, name: string): KubernetesObject | undefined {
    return this.#objects.get(keyOf(kind, namespace, name));
  }

  /** Objects of a kind, in one namespace or in all, in the order of their names. */
  list(kind: Kind, namespace?: string): KubernetesObject[] {
    const prefix = namespace ? keyOf(kind, namespace, '') : `${kind.group}/${kind.plural}/`;
    return this.#objects.list(prefix).map(([, object]) => object);
  }

  /** Everything in a namespace. */
  contents(namespace: string): { kind: Kind; object: KubernetesObject }[] {
    return kinds
      .filter(kind => kind.namespaced)
      .flatMap(kind => this.list(kind, namespace).map(object => ({ kind, object })));
  }

  put(kind: Kind, object: KubernetesObject): KubernetesObject {
    const { name, namespace } = object.metadata;
    const before = this.get(kind, namespace, name);
    const version = this.#version + 1;
    const written = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(version) },
    };
    this.#store.transaction(() => {
      this.#objects.put(keyOf(kind, namespace, name), written);
      this.#counter.put('resourceVersion', version);
    });
    this.#tell({ type: before ? 'MODIFIED' : 'ADDED', version, kind, object: written, before });
    return written;
  }

  remove(kind: Kind, object: KubernetesObject): KubernetesObject {
    const version = this.#version + 1;
    const gone = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    this.#store.transaction(() => {
      this.#objects.delete(keyOf(kind, object.metadata.namespace, object.metadata.name));
      this.#counter.put('resourceVersion', version);
    });
    this.#tell({ type: 'DELETED', version, kind, object: gone, before: object });
    return gone;
  }

  /** Changes after a version. @throws StatusError 410 when they are no longer known */
  since(version: number): Change[] {
    if (version < this.#oldest) {
      throw new StatusError(
        410,
        'Expired',
        `too old resource version: ${version} (${this.#oldest})`,
      );
    }
    return this.#changes.filter(change => change.version > version);
  }

  /** Tells every change from now on; the returned function ends it. */
  watch(tell: (change: Change) => void): () => void {
    this.#watchers.add(tell);
    return () => void this.#watchers.delete(tell);
  }

  #tell(change: Change): void {
    this.#version = change.version;
    this.#changes.push(change);
    if (this.#changes.length > keptChanges) this.#oldest = this.#changes.shift()?.version ?? 0;
    for (const tell of [...this.#watchers]) tell(change);
  }
}

const keyOf = (kind: Kind, namespace: string | undefined, name: string) =>
  `${kind.group}/${kind.plural}/${namespace ?? ''}/${name}`;
