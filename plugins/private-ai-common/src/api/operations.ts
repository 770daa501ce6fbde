import type { AppRequest } from './landingZones';

/** What a person may start; a kind that is added begins here and in the inputs and outputs below. */
export const operationKinds = [
  'make',
  'provision',
  'build',
  'deploy',
  'verify',
  'release',
  'preview',
  'end-preview',
  'retire',
  'hand-over',
] as const;
export type OperationKind = (typeof operationKinds)[number];

export const operationStates = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type OperationState = (typeof operationStates)[number];

/** What some kinds come through, in this order. */
export const operationStages = {
  make: ['provision', 'build', 'deploy', 'verify'],
  release: ['build', 'deploy', 'verify'],
  preview: ['build', 'deploy'],
} as const satisfies Partial<Record<OperationKind, readonly string[]>>;
export type StageName = (typeof operationStages)['make' | 'release'][number];

/** A stage that was begun; one without `endedAt` is where the operation is, or where it ended. ISO 8601. */
export interface OperationStage {
  name: StageName;
  startedAt: string;
  endedAt?: string;
}

/** A commit of the app's repository, as published. `repoUrl` is the scaffolder's form: `host?owner=o&repo=r`. */
export interface Source {
  repoUrl: string;
  /** A full commit hash. */
  commit: string;
}

/** A part of an application's resources, for templates that need no more. */
export type AppPart = 'foundry' | 'identity' | 'namespace' | 'service-connector' | 'telemetry';

export interface OperationInputs {
  /** A new application to its first answer: provisioned, and its first commit released. */
  make: { app: AppRequest; source: Source };
  /** Everything of an app, or one part. */
  provision: { app: AppRequest; part?: AppPart };
  build: { app: AppRequest; source: Source };
  /** `image` by digest: `login.server/repository@sha256:…`. */
  deploy: { app: AppRequest; source: Source; image: string };
  verify: { app: AppRequest };
  /** Builds the commit, or takes `image` (by digest: a rollback, or an image made elsewhere), deploys and verifies. */
  release: { app: AppRequest; source: Source; image?: string };
  /** Builds the commit and runs it beside what runs. One at a time: it takes the place of the one before. */
  preview: { app: AppRequest; source: Source };
  /** Takes the preview away; `expired`: only where its time is over. */
  'end-preview': { entityRef: string; landingZone: string; expired?: boolean };
  /**
   * What is the app's is found by its tags and labels, not by its names. Once it is gone: `archive` has the repository archived
   * at its host, `unregister` takes the entity out of the catalog.
   */
  retire: { entityRef: string; landingZone: string; unregister?: boolean; archive?: boolean };
  /** To whom the catalog says that it belongs now, and to where it says that it is described. */
  'hand-over': { entityRef: string; landingZone: string };
}

/** Whose an application is, and where its entity is described, as far as that is known. */
export interface Belonging {
  owner?: string;
  origin?: string;
}

export interface OperationOutputs {
  make: OperationOutputs['provision'] & OperationOutputs['release'];
  provision: {
    namespace: string;
    foundryAccount: string;
    modelDeployment: string;
    identity: string;
    connector: string;
    service: string;
    /** Where the model is asked, such as `https://aif-weather.openai.azure.com/`; where the account is part of it. */
    endpoint?: string;
    /** What the application signs in as, for a workload identity; where the identity is part of it. */
    identityClientId?: string;
    /** The Secret with the connection, for a container's `envFrom`; where the connection is part of it. */
    connectorSecret?: string;
    /** The ServiceAccount that pods sign in by; where the connection is part of it. */
    serviceAccount?: string;
  };
  build: { image: string };
  deploy: { image: string; service: string };
  verify: { checks: { name: string; ok: boolean; message: string }[] };
  release: { image: string; service: string; checks: OperationOutputs['verify']['checks'] };
  /** `until`: ISO 8601, when it is taken away by itself. */
  preview: { image: string; service: string; until: string };
  /** Whether there was one. */
  'end-preview': { removed: boolean };
  retire: { removed: { type: string; name: string }[]; stays: StayingThing[] };
  'hand-over': { from: Belonging; to: Belonging };
}

/** The type, among what a retirement removed, of the entity that it took out of the catalog. */
export const CATALOG_ENTITY = 'Catalog entity';

/** What a retirement leaves, and why or for how long, as a sentence. */
export interface StayingThing {
  name: string;
  message: string;
}

/**
 * `GET /apps/:kind/:namespace/:name/retirement` (permission `private-ai.app.delete` on the entity). `POST …/unregistration`
 * (the same permission) takes an entity that is retired already out of the catalog, and answers with 204.
 */
export interface RetirementPlan {
  /** In the order in which they would be removed. */
  removes: { type: string; name: string }[];
  stays: StayingThing[];
  /** What is deleted of the portal's own: conversations with the application, and of how many people. */
  chats: { conversations: number; people: number };
  /** What may be chosen beside it; left out where there is no such thing. */
  after: { unregister?: RetirementChoice; archive?: RetirementChoice };
}

/** Something that a retirement does at its end where it is asked to. */
export interface RetirementChoice {
  /** The entity's reference, the repository in the scaffolder's form. */
  name: string;
  /** Why the portal does not do it, as a sentence. */
  refusal?: string;
}

/**
 * A durable piece of work. `GET /operations/:id`; `GET /operations?entityRef=&state=&kind=` → `{ items }`, newest first, with
 * texts of `input` and `error` cut to 1,000 characters; all applications' where none is named (`private-ai.curation.read`).
 */
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
  /** Of a kind that has some; a new try begins the one anew in which it takes up its work. */
  stages?: OperationStage[];
}

/**
 * One line of an operation's log. `GET /operations/:id/events?after=<seq>` streams them as server-sent events
 * (`event: log`, then `event: end` with the {@link Operation}, or `event: refused` with an error once the reader may not read on); `seq` is also the event's id.
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
