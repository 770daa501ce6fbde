import { openAsBlob } from 'node:fs';
import { ServiceUnavailableError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import { CONTAINERFILE } from './ownBases';
import type { SourceArchive } from './sourceArchive';
import { beginTaskRun, type TaskRunOf } from './taskRun';
import { PassingError } from '../time/passing';

/** The last api-version of registry tasks that knows agent pools; stable versions leave them out. */
const apiVersion = '2019-06-01-preview';

/** Where a build stands, as the registry says. */
export interface TaskRun {
  id: string;
  state: 'going' | 'succeeded' | 'failed';
  /** The registry's own word: Queued, Started, Running, Succeeded, Failed, Canceled, Error, Timeout. */
  status: string;
  digest?: string;
  error?: string;
}

/** Azure Container Registry tasks: builds run beside the registry, without Docker in the portal. */
export interface RegistryTasks {
  /** Uploads the source from the disk; the location to name in `schedule`. */
  upload(source: SourceArchive, signal: AbortSignal): Promise<string>;
  /** Starts a build and push of `repository:tag`, as the builder where there is one; the run's id. */
  schedule(
    build: { sourceLocation: string; repository: string; tag: string },
    signal: AbortSignal,
  ): Promise<string>;
  /** Once a run has ended: takes away what only carried it. Its log and its image stay. */
  clear(signal: AbortSignal): Promise<void>;
  /** Ends a run; one that has ended stays as it is. */
  cancel(id: string, signal: AbortSignal): Promise<void>;
  /** Undefined when the registry no longer has the run. */
  run(id: string, signal: AbortSignal): Promise<TaskRun | undefined>;
  /** At most so many bytes of the run's log, from a byte on; empty while there is nothing new. */
  log(id: string, from: number, most: number, signal: AbortSignal): Promise<LogPart>;
}

/** Whom an application's builds are for the registry. */
export interface Builder {
  identity: TaskRunOf['identity'];
  /** What carries the identity: one for each application, from one build to the next. */
  taskRun: string;
}

/** A part of a run's log. */
interface LogPart {
  bytes: Buffer;
  /** Bytes of the whole log so far, where the storage says so. */
  size?: number;
}

/** @param builder - whom builds are for the registry; undefined: they have the registry's own access */
export function registryTasks(
  registry: LandingZone['registry'],
  arm: ArmClient,
  builder?: Builder,
): RegistryTasks {
  const agentPool = registry.build.strategy === 'tasks' ? registry.build.agentPool : undefined;
  const links = new Map<string, string>();
  const taskRunId = ({ taskRun }: Builder) => `${registry.id}/taskRuns/${taskRun}`;

  async function logLink(id: string, signal: AbortSignal): Promise<string> {
    const known = links.get(id);
    if (known) return known;
    const path = `${registry.id}/runs/${id}/listLogSasUrl`;
    const answer = await arm.post<{ logLink: string }>(path, apiVersion, {}, signal);
    const { logLink: link } = answer;
    links.set(id, link);
    return link;
  }

  return {
    async upload(source, signal) {
      const { uploadUrl, relativePath } = await arm.post<{
        uploadUrl: string;
        relativePath: string;
      }>(`${registry.id}/listBuildSourceUploadUrl`, apiVersion, {}, signal);
      const response = await storage('The source could not be uploaded', uploadUrl, {
        method: 'PUT',
        signal,
        headers: { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/gzip' },
        // Read as it is sent; its length is known, as the storage wants it.
        body: await openAsBlob(source.file),
      });
      if (!response.ok) {
        const { status } = response;
        const message = `The source could not be uploaded: the registry's storage at ${new URL(uploadUrl).host} answered ${status}.`;
        const mayPass = status === 429 || status >= 500;
        throw mayPass ? new PassingError(message) : new ServiceUnavailableError(message);
      }
      return relativePath;
    },

    async schedule({ sourceLocation, repository, tag }, signal) {
      const request = {
        type: 'DockerBuildRequest',
        imageNames: [`${repository}:${tag}`],
        isPushEnabled: true,
        noCache: false,
        dockerFilePath: CONTAINERFILE,
        sourceLocation,
        platform: { os: 'Linux', architecture: 'amd64' },
        timeout: 1800,
        ...(agentPool && { agentPoolName: agentPool }),
      };
      if (builder) {
        const id = taskRunId(builder);
        return beginTaskRun(arm, { id, identity: builder.identity, request }, signal);
      }
      const run = await arm.post<{ properties?: { runId?: string }; name?: string }>(
        `${registry.id}/scheduleRun`,
        apiVersion,
        request,
        signal,
      );
      return String(run.properties?.runId ?? run.name);
    },

    async clear(signal) {
      if (builder) await arm.remove(taskRunId(builder), apiVersions.registryTaskRun, { signal });
    },

    async cancel(id, signal) {
      await arm.post(`${registry.id}/runs/${id}/cancel`, apiVersion, undefined, signal);
    },

    async run(id, signal) {
      const found = await arm.get(`${registry.id}/runs/${id}`, apiVersion, signal);
      if (!found) return undefined;
      const { status, outputImages, runErrorMessage } = found.properties as {
        status: string;
        outputImages?: { digest?: string }[] | null;
        runErrorMessage?: string | null;
      };
      const going = /^(Queued|Started|Running)$/.test(status);
      return {
        id,
        status,
        state: going ? 'going' : status === 'Succeeded' ? 'succeeded' : 'failed',
        digest: outputImages?.[0]?.digest,
        error: runErrorMessage ?? undefined,
      };
    },

    async log(id, from, most, signal) {
      const response = await storage(
        "The build's log could not be read",
        await logLink(id, signal),
        {
          signal,
          headers: { range: `bytes=${from}-${from + most - 1}`, 'x-ms-version': '2021-08-06' },
        },
      );
      if (response.status === 206 && response.body) {
        const [, size] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? [];
        return {
          bytes: await beginning(response.body, most),
          size: size ? Number(size) : undefined,
        };
      }
      await response.body?.cancel();
      // Another address, unless it is not there yet, or there is nothing new.
      if (response.status !== 404 && response.status !== 416) links.delete(id);
      return { bytes: Buffer.alloc(0) };
    },
  };
}

/** As much of an answer as was asked for, whatever comes. */
async function beginning(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    parts.push(part);
    size += part.length;
    // Leaving cancels what is still to come.
    if (size >= most) break;
  }
  return Buffer.concat(parts).subarray(0, most);
}

/** A request to the registry's storage. Its address carries a signature: it never reaches an error. */
async function storage(what: string, url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    throw new PassingError(
      `${what}: the registry's storage at ${new URL(url).host} was not reached (${cause?.code ?? cause?.message ?? error}).`,
    );
  }
}
