import { ResponseError } from '@backstage/errors';
import type { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  readSse,
  type AppMetrics,
  type AppOverview,
  type AppPlan,
  type AppPreview,
  type AppReleases,
  type ChatThread,
  type ChatTranscript,
  type LandingZoneOffer,
  type MetricRange,
  type MyApps,
  type NameAnswer,
  type Operation,
  type OperationKind,
  type OperationStart,
  type OperationState,
  type PlanRequest,
  type PlatformOverview,
  type PreviewStart,
  type ReleaseStart,
  type RetirementPlan,
  type RunStart,
  type TrialEvent,
  type TrialStart,
} from '@private-ai/plugin-private-ai-common';
import { appPath, chatPath } from './paths';
import type { OperationEvent, PrivateAiApi } from './PrivateAiApi';

/** The HTTP API under `/api/private-ai`. */
export class PrivateAiClient implements PrivateAiApi {
  readonly #discovery: DiscoveryApi;
  readonly #fetch: FetchApi;

  constructor({ discoveryApi, fetchApi }: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discovery = discoveryApi;
    this.#fetch = fetchApi;
  }

  async landingZones(signal?: AbortSignal): Promise<LandingZoneOffer[]> {
    return (await this.#get<{ items: LandingZoneOffer[] }>('/landing-zones', signal)).items;
  }

  name(name: string, landingZone?: string, signal?: AbortSignal): Promise<NameAnswer> {
    const query = landingZone ? `?${new URLSearchParams({ landingZone })}` : '';
    return this.#get(`/names/${encodeURIComponent(name)}${query}`, signal);
  }

  async plan(request: PlanRequest, signal?: AbortSignal): Promise<AppPlan> {
    return (await this.#post('/plan', request, { signal })).json();
  }

  async *tryModels(trial: TrialStart, signal: AbortSignal): AsyncGenerator<TrialEvent> {
    const response = await this.#post('/playground', trial, { signal });
    for await (const { data } of readSse(response.body!)) yield JSON.parse(data);
  }

  overview(entityRef: string, signal?: AbortSignal): Promise<AppOverview> {
    return this.#get(appPath(entityRef), signal);
  }

  metrics(entityRef: string, range: MetricRange, signal?: AbortSignal): Promise<AppMetrics> {
    return this.#get(`${appPath(entityRef)}/metrics?range=${range}`, signal);
  }

  retirement(entityRef: string, signal?: AbortSignal): Promise<RetirementPlan> {
    return this.#get(`${appPath(entityRef)}/retirement`, signal);
  }

  async unregister(entityRef: string): Promise<void> {
    await this.#post(`${appPath(entityRef)}/unregistration`);
  }

  releases(entityRef: string, signal?: AbortSignal): Promise<AppReleases> {
    return this.#get(`${appPath(entityRef)}/releases`, signal);
  }

  async startRelease(
    entityRef: string,
    release: ReleaseStart,
    key: string,
  ): Promise<Operation<'release'>> {
    const headers = { 'idempotency-key': key };
    return (await this.#post(`${appPath(entityRef)}/releases`, release, { headers })).json();
  }

  preview(entityRef: string, signal?: AbortSignal): Promise<AppPreview> {
    return this.#get(`${appPath(entityRef)}/preview`, signal);
  }

  async startPreview(
    entityRef: string,
    preview: PreviewStart,
    key: string,
  ): Promise<Operation<'preview'>> {
    const headers = { 'idempotency-key': key };
    return (await this.#post(`${appPath(entityRef)}/preview`, preview, { headers })).json();
  }

  myApps(signal?: AbortSignal): Promise<MyApps> {
    return this.#get('/my/apps', signal);
  }

  platform(signal?: AbortSignal): Promise<PlatformOverview> {
    return this.#get('/platform', signal);
  }

  async operations(entityRef: string, signal?: AbortSignal): Promise<Operation[]> {
    const path = `/operations?entityRef=${encodeURIComponent(entityRef)}`;
    return (await this.#get<{ items: Operation[] }>(path, signal)).items;
  }

  async allOperations(
    { states = [], before }: { states?: readonly OperationState[]; before?: string },
    signal?: AbortSignal,
  ): Promise<Operation[]> {
    const query = new URLSearchParams(states.map(state => ['state', state]));
    if (before) query.set('before', before);
    return (await this.#get<{ items: Operation[] }>(`/operations?${query}`, signal)).items;
  }

  async startOperation<K extends OperationKind>(
    start: OperationStart<K>,
    key: string,
  ): Promise<Operation<K>> {
    return (await this.#post('/operations', start, { headers: { 'idempotency-key': key } })).json();
  }

  async cancelOperation(id: string): Promise<Operation> {
    return (await this.#post(`/operations/${encodeURIComponent(id)}/cancel`)).json();
  }

  async resumeOperation(id: string): Promise<Operation> {
    return (await this.#post(`/operations/${encodeURIComponent(id)}/resume`)).json();
  }

  async *followOperation(
    id: string,
    { after = 0, signal }: { after?: number; signal: AbortSignal },
  ): AsyncGenerator<OperationEvent> {
    const path = `/operations/${encodeURIComponent(id)}/events?after=${after}`;
    const response = await this.#send(path, { signal });
    for await (const { event, data } of readSse(response.body!)) {
      if (event === 'log') yield { type: 'log', line: JSON.parse(data) };
      if (event === 'end') {
        yield { type: 'end', operation: JSON.parse(data) };
        return;
      }
    }
  }

  startRun(entityRef: string, run: RunStart, signal?: AbortSignal): Promise<Response> {
    return this.#post(`${chatPath(entityRef)}/runs`, run, { signal });
  }

  followRun(
    entityRef: string,
    runId: string,
    after: number,
    signal?: AbortSignal,
  ): Promise<Response> {
    const path = `${chatPath(entityRef)}/runs/${encodeURIComponent(runId)}/events?after=${after}`;
    return this.#send(path, { signal });
  }

  async stopRun(entityRef: string, runId: string): Promise<void> {
    await this.#post(`${chatPath(entityRef)}/runs/${encodeURIComponent(runId)}/stop`);
  }

  async threads(entityRef: string, signal?: AbortSignal): Promise<ChatThread[]> {
    return (await this.#get<{ items: ChatThread[] }>(`${chatPath(entityRef)}/threads`, signal))
      .items;
  }

  transcript(
    entityRef: string,
    threadId: string,
    { before, signal }: { before?: number; signal?: AbortSignal } = {},
  ): Promise<ChatTranscript> {
    const query = before === undefined ? '' : `?before=${before}`;
    const path = `${chatPath(entityRef)}/threads/${encodeURIComponent(threadId)}${query}`;
    return this.#get(path, signal);
  }

  async deleteThread(entityRef: string, threadId: string): Promise<void> {
    const path = `${chatPath(entityRef)}/threads/${encodeURIComponent(threadId)}`;
    await this.#send(path, { method: 'DELETE' });
  }

  async #get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await this.#send(path, { signal })).json();
  }

  #post(path: string, body?: object, { signal, headers }: RequestInit = {}): Promise<Response> {
    return this.#send(path, {
      method: 'POST',
      signal,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body ?? {}),
    });
  }

  async #send(path: string, init: RequestInit): Promise<Response> {
    const base = await this.#discovery.getBaseUrl('private-ai');
    const response = await this.#fetch.fetch(`${base}${path}`, init);
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }
}
