import { spawn } from 'node:child_process';
import { basename } from 'node:path';
import { personsOwn } from './environment.ts';

/** Where a program runs, and who hears of it. */
export interface Executing {
  /** Absolute path on this machine. */
  workingDir: string;
  env: Record<string, string>;
  log(line: string): void;
  /** Ends it with all that it started. */
  signal: AbortSignal;
}

/** Runs a program to its end, line by line into the log. @throws when it fails */
export function execute(
  program: string,
  args: string[],
  { workingDir, env, log, signal }: Executing,
): Promise<void> {
  const { PATH, ...own } = personsOwn(process.env);
  return new Promise((resolve, reject) => {
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: workingDir,
      env: { ...own, ...env, PATH },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    });
    const end = () => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    };
    signal.addEventListener('abort', end);
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream.setEncoding('utf8').on('data', (part: string) => {
        const lines = (rest + part).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(log);
      });
      stream.on('end', () => rest && log(rest));
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? new Error(`${program} was not found on this machine.`, { cause: error })
          : error,
      ),
    );
    child.on('close', code => {
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve();
      else reject(new Error(`${[basename(program), ...args].join(' ')} ended with code ${code}.`));
    });
  });
}
