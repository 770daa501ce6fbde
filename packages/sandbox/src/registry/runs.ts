import { appendFileSync, mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { removeTree } from '../files/tree.ts';
import type { Python } from '../python/environments.ts';
import type { Collection } from '../state/collection.ts';
import type { Surroundings } from '../room.ts';
import type { Verb } from './access.ts';
import type { Blobs } from './blobs.ts';
import { buildImage } from './build.ts';
import type { ImageStore } from './images.ts';
import { unpackSource } from './source.ts';

/** What is to be built: a DockerBuildRequest after it was checked. */
export interface BuildRequest {
  loginServer: string;
  images: { repository: string; tag: string }[];
  push: boolean;
  containerfile: string;
  source: string;
  args: Record<string, string>;
  target?: string;
  timeoutSeconds: number;
  /** Object id of who the build is for its registry; undefined: the registry's own sign-in. */
  signsInAs?: string;
}

/** Whether a build may pull from a repository of its registry, or push to it. */
export type MayAccess = (run: Run, verb: Verb, repository: string) => boolean;

export interface Run {
  runId: string;
  registryId: string;
  request: BuildRequest;
  status: 'Queued' | 'Running' | 'Succeeded' | 'Failed' | 'Timeout' | 'Canceled';
  createTime: string;
  startTime?: string;
  finishTime?: string;
  error?: string;
  outputImages: { registry: string; repository: string; tag: string; digest: string }[];
}

const ended = (run: Run) => run.finishTime !== undefined;
const logPath = (runId: string) => `logs/${runId}/rawtext.log`;

/** The builds of every registry: one after the other; one that a restart cut off begins again. */
export class Runs {
  readonly #runs: Collection<Run>;
  readonly #surroundings: Surroundings;
  readonly #blobs: Blobs;
  readonly #images: ImageStore;
  readonly #python: Python;
  readonly #may: MayAccess;
  readonly #stopping = new AbortController();
  readonly #cancels = new Map<string, AbortController>();
  #queue: Promise<void>;

  constructor(
    surroundings: Surroundings,
    {
      blobs,
      images,
      python,
      may,
      begin,
    }: {
      blobs: Blobs;
      images: ImageStore;
      python: Python;
      may: MayAccess;
      /** Nothing is worked on before. */
      begin: Promise<unknown>;
    },
  ) {
    this.#may = may;
    this.#queue = begin.then(
      () => {},
      () => {},
    );
    this.#surroundings = surroundings;
    this.#runs = surroundings.store.collection('registry-runs');
    this.#blobs = blobs;
    this.#images = images;
    this.#python = python;
    for (const [, run] of this.#runs.list()) if (!ended(run)) this.#enqueue(run.runId);
  }

  get(registryId: string, runId: string): Run | undefined {
    const run = this.#runs.get(runId);
    return run?.registryId === registryId.toLowerCase() ? run : undefined;
  }

  list(registryId: string): Run[] {
    return this.#runs
      .list()
      .map(([, run]) => run)
      .filter(run => run.registryId === registryId.toLowerCase());
  }

  schedule(registryId: string, request: BuildRequest): Run {
    const runId = `sb${(this.#runs.list().length + 1).toString(36).padStart(3, '0')}`;
    const run: Run = {
      runId,
      registryId: registryId.toLowerCase(),
      request,
      status: 'Queued',
      createTime: new Date().toISOString(),
      outputImages: [],
    };
    this.#put(run);
    this.#write(runId, '');
    this.#enqueue(runId);
    return run;
  }

  /** Ends a run, whether it waits or is at work; one that has ended stays as it is. */
  cancel(run: Run): void {
    if (ended(run)) return;
    this.#write(run.runId, `Run ID: ${run.runId} was canceled\n`);
    this.#put({ ...run, status: 'Canceled', finishTime: new Date().toISOString() });
    this.#cancels.get(run.runId)?.abort(new Error('The run was canceled.'));
  }

  /** Once a run has ended: its word and why. */
  async untilEnded(runId: string): Promise<Run | undefined> {
    for (;;) {
      const run = this.#runs.get(runId);
      if (!run || ended(run) || this.#stopping.signal.aborted) return run;
      await delay(50);
    }
  }

  logLink(base: string, runId: string): string {
    return this.#blobs.signed(base, logPath(runId), 'r');
  }

  /** Whether the log at this path is whole. */
  isComplete(path: string): boolean {
    const runId = /^logs\/([^/]+)\//.exec(path)?.[1];
    const run = runId && this.#runs.get(runId);
    return run ? ended(run) : false;
  }

  /** Cuts off what runs; it begins again with the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('The registry stops.'));
    await this.#queue;
  }

  #enqueue(runId: string): void {
    this.#queue = this.#queue.then(() => this.#work(runId));
  }

  async #work(runId: string): Promise<void> {
    const queued = this.#runs.get(runId);
    if (!queued || ended(queued) || this.#stopping.signal.aborted) return;
    const run: Run = { ...queued, status: 'Running', startTime: new Date().toISOString() };
    this.#put(run);
    const timeout = AbortSignal.timeout(run.request.timeoutSeconds * 1000);
    const cancel = new AbortController();
    this.#cancels.set(runId, cancel);
    const signal = AbortSignal.any([timeout, cancel.signal, this.#stopping.signal]);
    try {
      const outputImages = await this.#build(run, signal);
      if (cancel.signal.aborted) return;
      const seconds = Math.round((Date.now() - Date.parse(String(run.startTime))) / 1000);
      this.#write(runId, `Run ID: ${runId} was successful after ${seconds}s\n`);
      this.#put({
        ...run,
        status: 'Succeeded',
        outputImages,
        finishTime: new Date().toISOString(),
      });
    } catch (cause) {
      if (this.#stopping.signal.aborted || cancel.signal.aborted) return;
      const error = timeout.aborted
        ? `The build took longer than its ${run.request.timeoutSeconds} s.`
        : (cause as Error).message;
      this.#surroundings.log(`registry: ${runId}: ${error}`);
      this.#write(runId, `Run ID: ${runId} failed: ${error}\n`);
      const status = timeout.aborted ? 'Timeout' : 'Failed';
      this.#put({ ...run, status, error, finishTime: new Date().toISOString() });
    } finally {
      this.#cancels.delete(runId);
    }
  }

  async #build(run: Run, signal: AbortSignal): Promise<Run['outputImages']> {
    const { request, runId } = run;
    const registry = join(this.#surroundings.folder, 'registry');
    const folder = join(registry, 'building', runId);
    const context = join(folder, 'source');
    const log = (line: string) => this.#write(runId, `${line}\n`);
    try {
      await removeTree(folder);
      await mkdir(context, { recursive: true });
      log('Unpacking the source...');
      await unpackSource(this.#blobs.file(request.source), context, request.containerfile);
      const { root, config } = await buildImage({
        ...request,
        context,
        folder: join(folder, 'stages'),
        cache: join(registry, 'dependencies'),
        python: this.#python,
        log,
        signal,
        mayPull: repository => this.#may(run, 'pull', repository),
      });
      if (!request.push) return [];
      for (const { repository } of request.images) {
        if (!this.#may(run, 'push', repository))
          throw new Error(
            `failed to push ${request.loginServer}/${repository}: unauthorized: authentication required`,
          );
      }
      const names = request.images.map(({ repository, tag }) => ({
        repository: `${request.loginServer}/${repository}`,
        tag,
      }));
      signal.throwIfAborted();
      const digest = await this.#images.push(root, config, names);
      for (const { repository, tag } of names) log(`Pushed ${repository}:${tag} as ${digest}`);
      return request.images.map(image => ({ registry: request.loginServer, ...image, digest }));
    } finally {
      await removeTree(folder);
    }
  }

  #put(run: Run): void {
    this.#runs.put(run.runId, run);
  }

  #write(runId: string, text: string): void {
    const file = this.#blobs.file(logPath(runId));
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, text);
  }
}
