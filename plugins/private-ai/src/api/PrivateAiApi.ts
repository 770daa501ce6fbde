import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  AppMetrics,
  AppOverview,
  AppPlan,
  AppPreview,
  AppReleases,
  ChatThread,
  ChatTranscript,
  LandingZoneOffer,
  MetricRange,
  MyApps,
  NameAnswer,
  Operation,
  OperationKind,
  OperationLogLine,
  OperationStart,
  OperationState,
  PlanRequest,
  PlatformOverview,
  PreviewStart,
  ReleaseStart,
  RetirementPlan,
  RunStart,
  TrialEvent,
  TrialStart,
} from '@private-ai/plugin-private-ai-common';

/** What `GET /operations/:id/events` streams. */
export type OperationEvent =
  { type: 'log'; line: OperationLogLine } | { type: 'end'; operation: Operation };

/**
 * The portal's private AI backend, with the identity of who is signed in. Every method rejects with a `ResponseError`
 * whose message is the backend's sentence.
 */
export interface PrivateAiApi {
  /** What the form may offer. */
  landingZones(signal?: AbortSignal): Promise<LandingZoneOffer[]>;
  /** Whether a new application may be called so; in one landing zone, where it is chosen. */
  name(name: string, landingZone?: string, signal?: AbortSignal): Promise<NameAnswer>;
  /** What a request, finished or not, would do with each resource, and what is wrong with it. Writes nothing. */
  plan(request: PlanRequest, signal?: AbortSignal): Promise<AppPlan>;
  /** Asks models of a landing zone's playground, and tells of each as it comes. Nothing is kept; it ends when `signal` does. */
  tryModels(trial: TrialStart, signal: AbortSignal): AsyncIterable<TrialEvent>;
  overview(entityRef: string, signal?: AbortSignal): Promise<AppOverview>;
  metrics(entityRef: string, range: MetricRange, signal?: AbortSignal): Promise<AppMetrics>;
  /** What retiring the application would remove, and what it would leave. Removes nothing. */
  retirement(entityRef: string, signal?: AbortSignal): Promise<RetirementPlan>;
  /** Takes what is retired out of the catalog. */
  unregister(entityRef: string): Promise<void>;
  /** What runs, what ran, and the newest commit. */
  releases(entityRef: string, signal?: AbortSignal): Promise<AppReleases>;
  /** @param key - a start that is repeated under the same key finds the first one. */
  startRelease(
    entityRef: string,
    release: ReleaseStart,
    key: string,
  ): Promise<Operation<'release'>>;
  /** The commit that runs beside the application, if one does. */
  preview(entityRef: string, signal?: AbortSignal): Promise<AppPreview>;
  /** @param key - a start that is repeated under the same key finds the first one. */
  startPreview(
    entityRef: string,
    preview: PreviewStart,
    key: string,
  ): Promise<Operation<'preview'>>;
  /** Of one's own teams. */
  myApps(signal?: AbortSignal): Promise<MyApps>;
  platform(signal?: AbortSignal): Promise<PlatformOverview>;

  /** Newest first. */
  operations(entityRef: string, signal?: AbortSignal): Promise<Operation[]>;
  /** Of all applications, newest first. @param before - the `createdAt` of the last one of the page before */
  allOperations(
    filter: { states?: readonly OperationState[]; before?: string },
    signal?: AbortSignal,
  ): Promise<Operation[]>;
  /** @param key - a start that is repeated under the same key finds the first one. */
  startOperation<K extends OperationKind>(
    start: OperationStart<K>,
    key: string,
  ): Promise<Operation<K>>;
  cancelOperation(id: string): Promise<Operation>;
  resumeOperation(id: string): Promise<Operation>;
  /** The log after line `after`, as it is written; ends with the operation's end or the signal. */
  followOperation(
    id: string,
    options: { after?: number; signal: AbortSignal },
  ): AsyncIterable<OperationEvent>;

  /**
   * The chat is with an application, by its entity reference, or with its preview, by the address of `previewOf`.
   *
   * @returns the stream of AG-UI events, `text/event-stream`.
   */
  startRun(entityRef: string, run: RunStart, signal?: AbortSignal): Promise<Response>;
  /** Goes on with a run that is `running`, after event `after`; same stream. */
  followRun(
    entityRef: string,
    runId: string,
    after: number,
    signal?: AbortSignal,
  ): Promise<Response>;
  stopRun(entityRef: string, runId: string): Promise<void>;
  /** The caller's own, newest first. */
  threads(entityRef: string, signal?: AbortSignal): Promise<ChatThread[]>;
  /** @param options - `before`: the runs before there, as a transcript's `earlier` says it; the newest when left out */
  transcript(
    entityRef: string,
    threadId: string,
    options?: { before?: number; signal?: AbortSignal },
  ): Promise<ChatTranscript>;
  /** For good; refused while an answer in it is under way. */
  deleteThread(entityRef: string, threadId: string): Promise<void>;
}

export const privateAiApiRef = createApiRef<PrivateAiApi>({ id: 'plugin.private-ai' });
