import { randomBytes, randomUUID } from 'node:crypto';
import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';

/** A long-running operation's form, as the real service was recorded or documented; its length lies in timing.ts. */
export interface Async {
  /** `operationResults`, `operations`, `operationStatuses`: the path below the location. */
  path: string;
  /** Also (or only) a `location` header. */
  location?: 'also' | 'only';
  /** The api-version that the operation's URL carries, when not the request's own. */
  apiVersion?: string;
  /** The operation's status while it runs. */
  running?: string;
  /** A 202 answer to a delete has the body `null`. */
  nullBody?: boolean;
  /** Ends when its time is over and `done` has ended: another room works on it. */
  waits?: boolean;
}

/** A long-running operation: kept, so that its URL answers after a restart. */
export interface ArmOperation {
  name: string;
  /** Path of its URL, without a query. */
  path: string;
  apiVersion: string;
  kind: 'write' | 'delete';
  resourceId: string;
  running: string;
  /** When it ends, in milliseconds since 1970. */
  due: number;
  /** Ends not before another room's work does. */
  waits: boolean;
  /** That work has ended. */
  worked?: boolean;
  /** It will end `Failed`. */
  fails?: { code: string; message: string };
  startTime: string;
  endTime?: string;
  error?: { code: string; message: string };
}

/** Makes, finds and ends long-running operations. */
export class ArmOperations {
  readonly #kept: Collection<ArmOperation>;
  readonly #open = new Map<string, ArmOperation>();
  /** Before then, no operation is due. */
  #next = 0;

  constructor(store: Store) {
    this.#kept = store.collection('arm-operations');
    for (const [path, operation] of this.#kept.list())
      if (!operation.endTime) this.#open.set(path, operation);
  }

  start(options: {
    async: Async;
    kind: ArmOperation['kind'];
    subscription: string;
    namespace: string;
    location: string;
    resourceId: string;
    apiVersion: string;
    milliseconds: number;
    fails?: ArmOperation['fails'];
  }): ArmOperation {
    const { async: form } = options;
    const name =
      form.path === 'operationStatuses'
        ? `${randomUUID()}*${randomBytes(32).toString('hex').toUpperCase()}`
        : randomUUID();
    const operation: ArmOperation = {
      name,
      path: `/subscriptions/${options.subscription}/providers/${options.namespace}/locations/${options.location}/${form.path}/${name}`,
      apiVersion: form.apiVersion ?? options.apiVersion,
      kind: options.kind,
      resourceId: options.resourceId,
      running: form.running ?? 'InProgress',
      due: Date.now() + options.milliseconds,
      // Another room has nothing to do for what is to fail.
      waits: (form.waits && !options.fails) ?? false,
      fails: options.fails,
      startTime: new Date().toISOString(),
    };
    this.#kept.put(operation.path.toLowerCase(), operation);
    this.#open.set(operation.path.toLowerCase(), operation);
    this.#next = Math.min(this.#next, operation.due);
    return operation;
  }

  find(path: string): ArmOperation | undefined {
    return this.#kept.get(path.toLowerCase());
  }

  /** All that were ever started. */
  list(): ArmOperation[] {
    return this.#kept.list().map(([, operation]) => operation);
  }

  /** Not ended yet, in the order of their ends. */
  open(): ArmOperation[] {
    return [...this.#open.values()].sort((a, b) => a.due - b.due);
  }

  /** Those whose time has come and that wait for no other room, oldest first. Asked on every call, so it must be quick. */
  due(now = Date.now()): ArmOperation[] {
    if (now < this.#next) return [];
    const clocked = this.open().filter(({ waits }) => !waits);
    const due = clocked.filter(one => one.due <= now);
    this.#next = due.length ? 0 : Math.min(...clocked.map(one => one.due));
    return due;
  }

  /** Another room has ended its work. */
  worked(operation: ArmOperation): void {
    this.#open.set(operation.path.toLowerCase(), { ...operation, waits: false, worked: true });
    this.#next = 0;
  }

  isOpen(operation: ArmOperation): boolean {
    return this.#open.has(operation.path.toLowerCase());
  }

  end(operation: ArmOperation, error?: ArmOperation['error']): void {
    this.#open.delete(operation.path.toLowerCase());
    this.#kept.put(operation.path.toLowerCase(), {
      ...operation,
      endTime: new Date().toISOString(),
      error,
    });
  }
}

/** The body of an operation's URL. */
export function operationBody(operation: ArmOperation): Record<string, unknown> {
  const status = operation.error ? 'Failed' : operation.endTime ? 'Succeeded' : operation.running;
  return {
    id: operation.path,
    name: operation.name,
    status,
    startTime: operation.startTime,
    ...(operation.endTime && { endTime: operation.endTime }),
    ...(operation.error && { error: operation.error }),
  };
}
