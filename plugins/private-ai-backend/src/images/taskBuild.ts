import { setTimeout as delay } from 'node:timers/promises';
import type { Source } from '@private-ai/plugin-private-ai-common';
import { BuildError } from './buildError';
import { BuildLog, largestPart, lastPart } from './buildLog';
import type { RegistryTasks, TaskRun } from './registryTasks';
import type { SourceArchive } from './sourceArchive';
import { Stopped, type WorkContext } from '../operations/work';

/** Shorter than the grace that work is given once it has to stop, in milliseconds. */
const cancelMs = 4_000;

/** Looks that a build has to be missing before it is believed: one that was just scheduled may not be shown everywhere yet. */
const absentLooks = 10;

/** The checkpoint of how far a build's log is told. */
const LOG_READ = 'log-read';

type Context = Pick<WorkContext, 'signal' | 'log' | 'checkpoints'>;

/**
 * Has the registry build a commit, or goes on with the build that an earlier try had started, and answers with the image's
 * digest. When the operation is cancelled, so is the build.
 * @throws BuildError with the registry's word for how it ended
 */
export async function taskBuild(
  context: Context,
  build: {
    source: Source;
    repository: string;
    tag: string;
    loginServer: string;
    /** Has the commit packed for as long as it is used. */
    packed<T>(use: (archive: SourceArchive, signal: AbortSignal) => Promise<T>): Promise<T>;
  },
  deps: { tasks: RegistryTasks; pollMs: number },
): Promise<string> {
  const { signal, log, checkpoints } = context;
  const { source, repository, tag, loginServer } = build;
  const { tasks } = deps;
  const known = await checkpoints.get('run');
  let id = known && (await usable(tasks, known, signal));
  if (id) {
    log(`Goes on with the build ${id}.`);
  } else {
    const sourceLocation = await build.packed((archive, uploading) => {
      log(`Source of ${tag}: ${Math.ceil(archive.size / 1024)} kB.`);
      return tasks.upload(archive, uploading);
    });
    signal.throwIfAborted();
    id = await tasks.schedule({ sourceLocation, repository, tag }, signal);
    await checkpoints.set(LOG_READ, undefined);
    await checkpoints.set('run', id);
    log(`Build ${id} of ${repository}:${tag} is scheduled at ${loginServer}.`);
  }
  const run = await untilEnd(tasks, id, { ...context, pollMs: deps.pollMs });
  await tasks
    .clear(signal)
    .catch((cause: Error) => log(`What carried the build ${id} is left: ${cause.message}`, 'warn'));
  if (run.state === 'failed') {
    await checkpoints.set('run', undefined);
    throw new BuildError(
      `The build ${id} of ${source.repoUrl} ended as ${run.status}${run.error ? `: ${run.error}` : ''}. Its log above says why; correct the source, or have the platform team look at the registry.`,
    );
  }
  if (!run.digest) throw new BuildError(`The build ${id} succeeded, but names no image.`);
  return run.digest;
}

/** A build of an earlier try, unless it failed or is gone. */
async function usable(tasks: RegistryTasks, id: string, signal: AbortSignal) {
  const run = await tasks.run(id, signal);
  return run && run.state !== 'failed' ? id : undefined;
}

async function untilEnd(
  tasks: RegistryTasks,
  id: string,
  context: Parameters<typeof follow>[2],
): Promise<TaskRun> {
  try {
    return await follow(tasks, id, context);
  } catch (error) {
    const { signal, log } = context;
    // Where it goes on elsewhere, it goes on with this build.
    if (signal.reason instanceof Stopped && signal.reason.why === 'cancelled') {
      await tasks.cancel(id, AbortSignal.timeout(cancelMs)).then(
        () => log(`Build ${id} is cancelled.`),
        (cause: Error) => log(`Build ${id} goes on: ${cause.message}`, 'warn'),
      );
    }
    throw error;
  }
}

/** Hands the build's own lines on until it ends; says every 20 s that it goes on. */
async function follow(
  tasks: RegistryTasks,
  id: string,
  { signal, log, checkpoints, pollMs }: Context & { pollMs: number },
): Promise<TaskRun> {
  const started = Date.now();
  let said = started;
  const lines = new BuildLog(await checkpoints.get(LOG_READ), line => {
    log(line);
    said = Date.now();
  });
  /** Until there is nothing new, as far as a look goes. */
  const read = async () => {
    if (lines.full) return false;
    const { bytes } = await tasks.log(id, lines.read, largestPart, signal);
    if (bytes.length === 0) return false;
    lines.add(bytes);
    // Whoever goes on with the build goes on with its log too.
    await checkpoints.set(LOG_READ, lines.kept());
    return bytes.length === largestPart;
  };
  /** What went wrong stands at the end. */
  const end = async () => {
    if (!lines.full) return lines.end();
    const { size = 0 } = await tasks.log(id, lines.read, 1, signal);
    const from = Math.max(lines.read, size - lastPart);
    const { bytes } = await tasks.log(id, from, lastPart, signal);
    lines.endWith(bytes, from > lines.read);
  };
  let absent = 0;
  for (;;) {
    // The state before the log: so nothing that the build wrote is left out.
    const run = await tasks.run(id, signal);
    if (!run) {
      absent += 1;
      if (absent >= absentLooks)
        throw new BuildError(`The registry no longer has the build ${id}: start again.`);
      await delay(pollMs, undefined, { signal });
      continue;
    }
    absent = 0;
    const more = run.status !== 'Queued' && (await read());
    if (run.state !== 'going') {
      if (more) while (await read());
      await end();
      return run;
    }
    if (Date.now() - said >= 20_000) {
      log(`Build ${id}: ${run.status}, ${Math.round((Date.now() - started) / 1000)} s so far.`);
      said = Date.now();
    }
    await delay(pollMs, undefined, { signal });
  }
}
