import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';
import { GiteaError, notFound } from './answer.ts';
import { Repository } from './repository.ts';

/** The one organisation of the host. */
export const organisation = 'apps';

/** What the host knows of a repository beside git's own files. */
export interface RepositoryRecord {
  id: number;
  owner: string;
  name: string;
  description: string;
  private: boolean;
  /** Nobody pushes to it. */
  archived?: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** The repositories of the host: records in the store, bare repositories in a folder. */
export class Repositories {
  readonly #records: Collection<RepositoryRecord>;
  readonly #folder: string;

  constructor(store: Store, folder: string) {
    this.#records = store.collection('git-repositories');
    this.#folder = join(folder, 'git');
    mkdirSync(this.#folder, { recursive: true });
  }

  list(): RepositoryRecord[] {
    return this.#records.list().map(([, record]) => record);
  }

  /** @throws GiteaError 404 */
  find(owner: string, name: string): { record: RepositoryRecord; repository: Repository } {
    const record = this.#records.get(key(owner, name));
    if (!record) throw notFound(`${owner}/${name}`);
    return { record, repository: new Repository(this.#path(record)) };
  }

  /** @throws GiteaError 409 when it exists, 422 when the name cannot be one. */
  async create(asked: { name?: unknown; description?: unknown; private?: unknown }) {
    const name = String(asked.name ?? '');
    if (!/^[\w.-]{1,100}$/.test(name) || /^\.{1,2}$|\.(git|wiki)$/.test(name))
      throw new GiteaError(422, `[Name]: '${name}' is not a name of a repository.`);
    if (this.#records.get(key(organisation, name)))
      throw new GiteaError(409, 'The repository with the same name already exists.');
    const record: RepositoryRecord = {
      id: Math.max(0, ...this.list().map(other => other.id)) + 1,
      owner: organisation,
      name,
      description: String(asked.description ?? ''),
      private: asked.private === true,
      createdAt: new Date().toISOString(),
    };
    this.#records.put(key(organisation, name), record);
    try {
      // A folder without a record is what a start that was cut off left behind.
      rmSync(this.#path(record), { recursive: true, force: true });
      await Repository.create(this.#path(record));
    } catch (error) {
      this.#records.delete(key(organisation, name));
      throw error;
    }
    return record;
  }

  /** Archives a repository, or takes it back. @throws GiteaError 404 */
  archive(owner: string, name: string, archived: boolean): RepositoryRecord {
    const record = { ...this.find(owner, name).record, archived };
    this.#records.put(key(owner, name), record);
    return record;
  }

  #path(record: RepositoryRecord): string {
    return join(this.#folder, record.owner, `${record.name.toLowerCase()}.git`);
  }
}

const key = (owner: string, name: string) => `${owner}/${name}`.toLowerCase();
