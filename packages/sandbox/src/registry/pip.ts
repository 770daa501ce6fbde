import { join } from 'node:path';
import { execute } from './process.ts';
import type { Running } from './running.ts';

/** `pip …`, `pip3 …` or `python -m pip …`: the arguments behind it; undefined for anything else. */
export function pipArguments([name, ...args]: string[]): string[] | undefined {
  if (/^pip[\d.]*$/.test(name ?? '')) return args;
  const module = /^python[\d.]*$/.test(name ?? '') ? args.indexOf('-m') : -1;
  return module >= 0 && args[module + 1] === 'pip' ? args.slice(module + 2) : undefined;
}

const elsewhere = /^(--(target|user|prefix|root)\b|-t$)/;

/**
 * pip in a stage. An installation makes the stage's environment anew, kept by what decides about it, so that a second
 * build with the same lock takes a moment.
 */
export async function runPip(args: string[], running: Running): Promise<void> {
  const { stage, log, python } = running;
  if (!stage.environment || !('environments' in python))
    throw new Error('pip needs a python image: FROM python:3.12-slim.');
  const { environments } = python;
  const run = (program: string, given: string[]) => execute(program, given, running);
  if (args[0] !== 'install') {
    const path = String(environments.path(stage.environment));
    return run(join(path, 'bin', 'python'), ['-m', 'pip', ...args]);
  }
  if (args.some(arg => elsewhere.test(arg)))
    throw new Error('the sandbox installs into the environment of the image, not elsewhere.');
  // Else a second state folder would fetch everything again.
  const given = args.slice(1).filter(arg => arg !== '--no-cache-dir');
  if (given.length < args.length - 1) log("note: the sandbox keeps pip's cache");
  const { key, kept } = await environments.installed(stage.environment, given, {
    workingDir: running.workingDir,
    execute: run,
  });
  stage.environment = key;
  if (kept) log(`dependencies are unchanged: taken from an earlier build (${key.slice(0, 12)})`);
}
