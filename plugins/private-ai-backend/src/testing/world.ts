import { AzureError } from '../azure/errors';
import { VirtualClock } from './clock';
import { provision, type EngineOptions } from '../engine/engine';
import { removeAll } from '../engine/remove';
import type { Resource } from '../engine/resource';

/** For tests: things that exist, in memory; writes and reads in the order in which they began. */
export class World {
  readonly there = new Map<string, string>();
  readonly writes: string[] = [];
  readonly reads: string[] = [];
  readonly removals: string[] = [];
  readonly log: string[] = [];
  readonly tokens = new Map<string, string>();
  readonly clock = new VirtualClock();

  thing(
    id: string,
    dependsOn: string[] = [],
    behaviour: Partial<Resource<string>> = {},
  ): Resource<string> {
    return {
      id,
      type: 'Thing',
      name: id,
      title: `Thing ${id}`,
      dependsOn,
      read: async () => {
        this.reads.push(id);
        return this.there.get(id);
      },
      differs: state => (state === 'right' ? [] : ['its state']),
      write: async () => this.write(id),
      remove: async () => this.remove(id),
      ...behaviour,
    };
  }

  write(id: string) {
    this.writes.push(id);
    this.there.set(id, 'right');
  }

  remove(id: string) {
    this.removals.push(id);
    this.there.delete(id);
  }

  run(resources: Resource<string>[], options: Partial<EngineOptions> = {}) {
    return this.clock.pass(provision(resources as Resource[], this.#options(options)));
  }

  removeAll(resources: Resource<string>[], options: Partial<EngineOptions> = {}) {
    return this.clock.pass(removeAll(resources as Resource[], this.#options(options)));
  }

  /** A signal that aborts after so many milliseconds. */
  abortAfter(milliseconds: number): AbortSignal {
    const abort = new AbortController();
    void this.clock
      .sleep(milliseconds, new AbortController().signal)
      .then(() => abort.abort(new DOMException('Cancelled.', 'AbortError')));
    return abort.signal;
  }

  #options(options: Partial<EngineOptions>): EngineOptions {
    return {
      signal: new AbortController().signal,
      log: message => this.log.push(message),
      clock: this.clock,
      token: id => ({
        get: async () => this.tokens.get(id),
        set: async value =>
          void (value === undefined ? this.tokens.delete(id) : this.tokens.set(id, value)),
      }),
      ...options,
    };
  }
}

/** An answer that refuses. */
export const refusal = (code: string, details: Partial<AzureError> = {}) =>
  new AzureError(`Thing: ${code}`, {
    code,
    resource: 'thing',
    transient: false,
    status: 400,
    ...details,
  });

/** A long-running operation that ended in failure. */
export const ended = (code: string, details: Partial<AzureError> = {}) =>
  refusal(code, { ...details, status: undefined });
