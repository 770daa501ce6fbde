import type { Python } from '../python/environments.ts';
import type { ImageConfig } from './image.ts';
import { execute } from './process.ts';

/**
 * What an image of a registry out in the world stands for here: this machine's Node, or its Python in a virtual
 * environment.
 * @throws with one sentence for any other image
 */
export async function baseImage(
  image: string | undefined,
  {
    python,
    log,
    signal,
    folder,
  }: { python: Python; log(line: string): void; signal: AbortSignal; folder: string },
): Promise<ImageConfig> {
  const [, runtime, tag = ''] =
    /^(?:[^\s/]+\/)*(node|python)(?::([\w.-]+))?(?:@sha256:[\da-f]+)?$/.exec(image ?? '') ?? [];
  const config = { entrypoint: [], env: {}, workingDir: '/', exposed: [], labels: {} };
  if (runtime === 'node') {
    const major = /^\d+/.exec(tag)?.[0];
    const { node } = process.versions;
    if (major && major !== node.split('.')[0])
      log(`note: ${image} runs on this machine's Node ${node}`);
    return { ...config, runtime, cmd: ['node'] };
  }
  if (runtime !== 'python')
    throw new Error(
      `the sandbox has node and python images only (such as node:24-slim, python:3.12-slim), not ${image}.`,
    );
  if ('problem' in python) throw new Error(python.problem);
  const { environments } = python;
  const { version } = environments.interpreter;
  const release = /^\d+\.\d+/.exec(tag)?.[0];
  if (release && !version.startsWith(`${release}.`))
    log(`note: ${image} runs on this machine's Python ${version}`);
  const environment = await environments.bare((program, args) =>
    execute(program, args, { workingDir: folder, env: {}, log, signal }),
  );
  return { ...config, runtime, environment, cmd: ['python3'] };
}
