import type { AppRequest } from './landingZones';

export type OperationKind = 'provision' | 'build' | 'deploy' | 'verify';
export type OperationState = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** A commit of the app's repository, as published. `repoUrl` is the scaffolder's form: `host?owner=o&repo=r`. */
export interface Source {
  repoUrl: string;
  /** A full commit hash. */
  commit: string;
}

export interface OperationInputs {
  provision: AppRequest;
  build: { app: AppRequest; source: Source };
  /** `image` by digest: `login.server/repository@sha256:…`. */
  deploy: { app: AppRequest; source: Source; image: string };
  verify: { app: AppRequest };
}

export interface OperationOutputs {
  provision: {
    namespace: string;
    foundryAccount: string;
    modelDeployment: string;
    identity: string;
    connector: string;
    service: string;
  };
  build: { image: string };
  deploy: { image: string; service: string };
  verify: { checks: { name: string; ok: boolean; message: string }[] };
}

/** A durable piece of work. `GET /operations/:id`, `GET /operations?entityRef=` → `{ items }`, newest first. */
export interface Operation<K extends OperationKind = OperationKind> {
  id: string;
  kind: K;
  entityRef: string;
  landingZone: string;
  requestedBy: string;
  state: OperationState;
  input: OperationInputs[K];
  outputs?: OperationOutputs[K];
  /** Why it failed or stopped: what, which resource, what to do. */
  error?: { name: string; message: string; resource?: string };
  cancelRequested: boolean;
  /** ISO 8601. */
  createdAt: string;
  updatedAt: string;
  startedAt?: string;
  endedAt?: string;
}

/**
 * One line of an operation's log. `GET /operations/:id/events?after=<seq>` streams them as server-sent events
 * (`event: log`, then `event: end` with the {@link Operation}); `seq` is also the event's id.
 */
export interface OperationLogLine {
  seq: number;
  /** ISO 8601. */
  time: string;
  level: 'info' | 'warn' | 'error';
  message: string;
}

/**
 * Body of `POST /operations`; the header `idempotency-key` makes a repeated start find the first one. `POST
 * /operations/:id/cancel` and `…/resume` (a new try of a failed or cancelled one, same id) answer with the operation.
 */
export interface OperationStart<K extends OperationKind = OperationKind> {
  kind: K;
  input: OperationInputs[K];
}
