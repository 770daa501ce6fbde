import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PythonEnvironments } from '../../packages/sandbox/src/python/environments.ts';
import { python, withoutPython } from '../../testing/thisMachine.ts';

const execute = promisify(execFile);

/** Why the Python app is not tested on this machine; false when it is. */
export const skip = withoutPython();

/**
 * Installs a lock file of the app, by hash, into an environment that is kept for the next time.
 * @returns its interpreter
 */
export async function pythonWith(lock: string, workingDir: string): Promise<string> {
  if ('problem' in python) throw new Error(python.problem);
  const environments = new PythonEnvironments(python, join(tmpdir(), 'private-ai-test'));
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
