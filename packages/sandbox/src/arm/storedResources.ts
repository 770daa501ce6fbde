import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';
import type { ArmResource } from './resource.ts';

/** Every stored resource, found by id and by type, whatever the letter case. What it answers is frozen. */
export class StoredResources {
  readonly #byId: Collection<ArmResource>;
  readonly #idsOf = new Map<string, Set<string>>();

  constructor(store: Store) {
    this.#byId = store.collection('arm-resources', { inMemory: true });
    for (const [id, { type }] of this.#byId.list()) this.#ids(type).add(id);
  }

  get(id: string): ArmResource | undefined {
    return this.#byId.get(id.toLowerCase());
  }

  put(resource: ArmResource): void {
    const id = resource.id.toLowerCase();
    this.#byId.put(id, resource);
    this.#ids(resource.type).add(id);
  }

  delete(id: string): void {
    const resource = this.get(id);
    if (!resource) return;
    this.#ids(resource.type).delete(id.toLowerCase());
    this.#byId.delete(id.toLowerCase());
  }

  /** What lies below an id, in the order of ids; of one type when given. */
  below(id: string, type?: string): ArmResource[] {
    const prefix = `${id.toLowerCase()}/`;
    if (type === undefined) return this.#byId.list(prefix).map(([, resource]) => resource);
    return [...this.#ids(type)]
      .filter(one => one.startsWith(prefix))
      .sort()
      .map(one => this.#byId.get(one) as ArmResource);
  }

  #ids(type: string): Set<string> {
    const ids = this.#idsOf.get(type.toLowerCase()) ?? new Set();
    this.#idsOf.set(type.toLowerCase(), ids);
    return ids;
  }
}
