import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { ClusterError, type ClusterClient, type Plural, type WatchEvent } from './client.ts';

/** `namespace/name`, or just the name of a cluster-wide object. */
export const keyOf = ({ metadata }: KubernetesObject): string =>
  metadata.namespace ? `${metadata.namespace}/${metadata.name}` : metadata.name;

/** Takes a {@link keyOf} apart. */
export function nameOf(key: string): { namespace: string; name: string } {
  const [namespace, name] = key.split('/');
  return { namespace, name };
}

/** Hears of an object that came, changed (both given) or went (`now` is undefined). */
export type Listener = (
  now: KubernetesObject | undefined,
  before: KubernetesObject | undefined,
) => void;

const retryAfter = 1000;

/** A copy of all objects of one kind, kept up to date by list and watch; it goes on by itself when a watch breaks. */
export class Informer {
  readonly #client: ClusterClient;
  readonly #plural: Plural;
  readonly #objects = new Map<string, KubernetesObject>();
  readonly #listeners: Listener[] = [];
  readonly #log: (message: string) => void;
  #resourceVersion: string | undefined;

  constructor(client: ClusterClient, plural: Plural, log: (message: string) => void) {
    this.#client = client;
    this.#plural = plural;
    this.#log = log;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  get(key: string): KubernetesObject | undefined {
    return this.#objects.get(key);
  }

  all(): KubernetesObject[] {
    return [...this.#objects.values()];
  }

  /**
   * Takes over what the API answered to a write, so that the next look does not see the state before it. What the watch has
   * passed already it has told, a deletion since then included: an answer that comes later must not bring the object back.
   */
  accept(object: KubernetesObject): void {
    const heard = Number(this.#resourceVersion ?? 0);
    if (Number(object.metadata.resourceVersion) <= heard) return;
    const kept = this.#objects.get(keyOf(object));
    if (!kept || isNewer(object, kept)) this.#set(keyOf(object), object);
  }

  /** Runs until the signal; resolves once the first list is in. */
  async start(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#list();
        break;
      } catch (error) {
        this.#complain(error, signal);
        await pause(signal);
      }
    }
    void this.#follow(signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#resourceVersion === undefined) await this.#list();
        await this.#client.watch(
          this.#plural,
          String(this.#resourceVersion),
          event => this.#hear(event),
          signal,
        );
      } catch (error) {
        if (error instanceof ClusterError && error.status === 410)
          this.#resourceVersion = undefined;
        else {
          this.#complain(error, signal);
          await pause(signal);
        }
      }
    }
  }

  async #list(): Promise<void> {
    const { items, resourceVersion } = await this.#client.list(this.#plural);
    const seen = new Set(items.map(keyOf));
    for (const key of this.#objects.keys()) if (!seen.has(key)) this.#set(key, undefined);
    for (const item of items) this.#set(keyOf(item), item);
    this.#resourceVersion = resourceVersion;
  }

  #hear({ type, object }: WatchEvent): void {
    if (type === 'ERROR') {
      const { code = 410, reason = 'Expired', message = '' } = object;
      throw new ClusterError(code, reason, message);
    }
    this.#resourceVersion = object.metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    const kept = this.#objects.get(keyOf(object));
    if (type === 'DELETED') this.#set(keyOf(object), undefined);
    else if (!kept || isNewer(object, kept)) this.#set(keyOf(object), object);
  }

  #set(key: string, now: KubernetesObject | undefined): void {
    const before = this.#objects.get(key);
    if (now) this.#objects.set(key, now);
    else this.#objects.delete(key);
    for (const listener of this.#listeners) listener(now, before);
  }

  #complain(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#log(
      `controllers: ${this.#plural} cannot be watched, trying again: ${(error as Error).message}`,
    );
  }
}

/** Resource versions of one kind are numbers that grow (KEP-5504). */
function isNewer(a: KubernetesObject, b: KubernetesObject): boolean {
  return Number(a.metadata.resourceVersion) > Number(b.metadata.resourceVersion);
}

const pause = (signal: AbortSignal) =>
  sleep(retryAfter, undefined, { signal }).catch(() => undefined);
