import { randomBytes, randomUUID } from 'node:crypto';
import type { Collection, Store } from '../state/store.ts';
import type { Async } from './resourceType.ts';

/** A long-running operation: kept, so that its URL answers after a restart. */
export interface ArmOperation {
  name: string;
  /** Path of its URL, without a query. */
  path: string;
  apiVersion: string;
  kind: 'write' | 'delete';
  resourceId: string;
  running: string;
  /** Milliseconds since 1970; undefined while another room is at work. */
  due?: number;
  startTime: string;
  endTime?: string;
  error?: { code: string; message: string };
}

/** Makes, finds and ends long-running operations. */
export class ArmOperations {
  readonly #kept: Collection<ArmOperation>;

  constructor(store: Store) {
    this.#kept = store.collection('arm-operations');
  }

  start(options: {
    async: Async;
    kind: ArmOperation['kind'];
    subscription: string;
    namespace: string;
    location: string;
    resourceId: string;
    apiVersion: string;
    waits: boolean;
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
      due: options.waits ? undefined : Date.now() + form.milliseconds,
      startTime: new Date().toISOString(),
    };
    this.#kept.put(operation.path.toLowerCase(), operation);
    return operation;
  }

  find(path: string): ArmOperation | undefined {
    return this.#kept.get(path.toLowerCase());
  }

  /** Not ended yet, oldest first. */
  open(): ArmOperation[] {
    return this.#kept
      .list()
      .map(([, operation]) => operation)
      .filter(operation => !operation.endTime)
      .sort((a, b) => a.startTime.localeCompare(b.startTime));
  }

  end(operation: ArmOperation, error?: ArmOperation['error']): void {
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
