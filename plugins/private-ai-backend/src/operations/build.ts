import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { CustomErrorBase, InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { Source } from '@private-ai/plugin-private-ai-common';
import { create } from 'tar';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config';
import type { ClusterClient } from '../kubernetes/client';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { namesOf } from '../landingZones/names';
import { imageRepository, repositoryName } from './imageRepository';
import { requireOwnRepository } from './ownRepository';
import { registryTasks, type RegistryTasks, type TaskRun } from './registryTasks';
import { readCommit } from './source';
import type { Work, WorkContext } from './work';

/** The image could not be built: the fault is the source's, or the registry's. */
export class BuildError extends CustomErrorBase {
  name = 'BuildError' as const;
  readonly statusCode = 502;
}

/** Builds the published commit with the registry's tasks; the image is named by its digest. */
export function createBuildWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  /** Milliseconds between two looks at a build. */
  pollMs?: number;
}): Work<'build'> {
  return {
    kind: 'build',
    async run({ operation, zone, signal, log, checkpoints }) {
      const { app: request, source } = operation.input;
      const names = namesOf(request, zone);
      await requireOwnNamespace(deps.cluster(zone), { request, names }, signal);
      const tasks = registryTasks(zone.registry, deps.azure(zone).arm);
      const repository = repositoryName(request);

      const known = await checkpoints.get('run');
      let id = known && (await usable(tasks, known, signal));
      if (id) {
        log(`Goes on with the build ${id}.`);
      } else {
        const archive = await archiveOf(source, request.entityRef, {
          ...deps,
          type: zone.git.type,
          signal,
        });
        log(`Source of ${source.commit.slice(0, 12)}: ${Math.ceil(archive.length / 1024)} kB.`);
        const sourceLocation = await tasks.upload(archive, signal);
        signal.throwIfAborted();
        const tag = source.commit.slice(0, 12);
        id = await tasks.schedule({ sourceLocation, repository, tag }, signal);
        await checkpoints.set('run', id);
        log(`Build ${id} of ${repository}:${tag} is scheduled at ${zone.registry.loginServer}.`);
      }
      const run = await follow(tasks, id, { signal, log, pollMs: deps.pollMs ?? 1_500 });
      if (run.state === 'failed') {
        await checkpoints.set('run', undefined);
        throw new BuildError(
          `The build ${id} of ${source.repoUrl} ended as ${run.status}${run.error ? `: ${run.error}` : ''}. Its log above says why; correct the source, or have the platform team look at the registry.`,
        );
      }
      if (!run.digest) throw new BuildError(`The build ${id} succeeded, but names no image.`);
      const image = `${imageRepository(request, zone)}@${run.digest}`;
      log(`The image is ${image}.`);
      return { image };
    },
  };
}

/** A build of an earlier try, unless it failed or is gone. */
async function usable(tasks: RegistryTasks, id: string, signal: AbortSignal) {
  const run = await tasks.run(id, signal);
  return run && run.state !== 'failed' ? id : undefined;
}

async function archiveOf(
  source: Source,
  entityRef: string,
  deps: Parameters<typeof readCommit>[1],
): Promise<Buffer> {
  const tree = await readCommit(source, deps);
  const folder = await mkdtemp(join(tmpdir(), 'private-ai-source-'));
  try {
    await tree.dir({ targetDir: folder });
    await requireOwnRepository(folder, { entityRef, repoUrl: source.repoUrl });
    return await packed(folder, source);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packed(folder: string, source: Source): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    // `portable`: the same commit gives the same bytes.
    for await (const part of create({ gzip: true, portable: true, cwd: folder }, ['.'])) {
      parts.push(part as Buffer);
    }
  } catch (error) {
    throw new InputError(`The source of ${source.repoUrl} could not be packed`, error);
  }
  return Buffer.concat(parts);
}

/** Hands on the build's own lines until it ends; says every 20 s that it goes on. */
async function follow(
  tasks: RegistryTasks,
  id: string,
  { signal, log, pollMs }: Pick<WorkContext, 'signal' | 'log'> & { pollMs: number },
): Promise<TaskRun> {
  const started = Date.now();
  let said = started;
  let offset = 0;
  let rest = Buffer.alloc(0);
  const say = (line: Buffer) => {
    const text = plain(line.toString('utf8'));
    if (!text) return;
    log(text);
    said = Date.now();
  };
  for (;;) {
    // The state before the log: so nothing that the build wrote is left out.
    const run = await tasks.run(id, signal);
    if (!run) throw new BuildError(`The registry no longer has the build ${id}: start again.`);
    const fresh =
      run.status === 'Queued' ? rest.subarray(0, 0) : await tasks.log(id, offset, signal);
    offset += fresh.length;
    rest = Buffer.concat([rest, fresh]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      say(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
    if (run.state !== 'going') {
      say(rest);
      return run;
    }
    if (Date.now() - said >= 20_000) {
      log(`Build ${id}: ${run.status}, ${Math.round((Date.now() - started) / 1000)} s so far.`);
      said = Date.now();
    }
    await delay(pollMs, undefined, { signal });
  }
}

/** Without colours and carriage returns. */
const plain = (text: string) =>
  text
    .replace(/\u001b\[[0-9;]*[A-Za-z]/g, '')
    .replace(/\r/g, '')
    .trimEnd();
