import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PythonEnvironments } from '../../packages/sandbox/src/python/environments.ts';
import { findPython } from '../../packages/sandbox/src/python/interpreter.ts';

const execute = promisify(execFile);

const found = await findPython();
if ('problem' in found && process.env.CI) throw new Error(`${found.problem} And CI is set.`);

/** Why the Python app is not tested on this machine; false when it is. */
export const skip = 'problem' in found && `NOT RUN: ${found.problem}`;

/**
 * Installs a lock file of the app, by hash, into an environment that is kept for the next time.
 * @returns its interpreter
 */
export async function pythonWith(lock: string, workingDir: string): Promise<string> {
  if ('problem' in found) throw new Error(found.problem);
  const environments = new PythonEnvironments(found, join(tmpdir(), 'private-ai-test'));
  const run = async (program: string, args: string[]) => {
    await execute(program, args, { cwd: workingDir, maxBuffer: 64 * 1024 * 1024 });
  };
  const { key } = await environments.installed(
    await environments.bare(run),
    ['--require-hashes', '--only-binary=:all:', `--requirement=${lock}`],
    { workingDir, execute: run },
  );
  return join(environments.path(key)!, 'bin', 'python');
}
