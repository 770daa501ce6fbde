import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import { ClusterError, type ClusterClient } from './client.ts';

const retryAfter = 1000;

/** Writes a pod's status, one write at a time: of those that come meanwhile only the newest counts. */
export class StatusReport {
  readonly #client: ClusterClient;
  readonly #pod: KubernetesObject;
  readonly #log: (message: string) => void;
  #written = '';
  #next: object | undefined;
  #writing: Promise<void> | undefined;
  #stopped = false;

  constructor(client: ClusterClient, pod: KubernetesObject, log: (message: string) => void) {
    this.#client = client;
    this.#pod = pod;
    this.#log = log;
  }

  write(status: object): void {
    if (this.#stopped) return;
    this.#next = status;
    this.#writing ??= this.#drain().finally(() => (this.#writing = undefined));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#next) {
      const status = this.#next;
      this.#next = undefined;
      const text = canonical(status);
      if (text === this.#written) continue;
      const { namespace, name, uid } = this.#pod.metadata;
      try {
        // The uid keeps the status off another pod that took over the name.
        await this.#client.merge(
          'pods',
          { namespace, name },
          { metadata: { uid }, status },
          'status',
        );
        this.#written = text;
      } catch (error) {
        if (error instanceof ClusterError && [404, 409].includes(error.status)) return;
        this.#log(
          `kubelet: the status of ${namespace}/${name} could not be written: ${(error as Error).message}`,
        );
        if (this.#stopped) return;
        await new Promise(resolve => setTimeout(resolve, retryAfter));
        this.#next ??= status;
      }
    }
  }
}
