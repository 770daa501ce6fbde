import { setTimeout as delay } from 'node:timers/promises';
import type { Source } from '@private-ai/plugin-private-ai-common';
import { BuildError } from './buildError';
import type { RegistryTasks, TaskRun } from './registryTasks';
import type { SourceArchive } from './sourceArchive';
import { Stopped, type WorkContext } from '../operations/work';

/** Shorter than the grace that work is given once it has to stop, in milliseconds. */
const cancelMs = 4_000;

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
    packed<T>(use: (archive: SourceArchive) => Promise<T>): Promise<T>;
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
    const sourceLocation = await build.packed(archive => {
      log(`Source of ${tag}: ${Math.ceil(archive.size / 1024)} kB.`);
      return tasks.upload(archive, signal);
    });
    signal.throwIfAborted();
    id = await tasks.schedule({ sourceLocation, repository, tag }, signal);
    await checkpoints.set('run', id);
    log(`Build ${id} of ${repository}:${tag} is scheduled at ${loginServer}.`);
  }
  const run = await untilEnd(tasks, id, { ...context, pollMs: deps.pollMs });
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
