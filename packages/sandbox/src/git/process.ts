import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { devNull } from 'node:os';

/** What the person's own git settings, hooks and a surrounding repository say is not for the host. */
function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    ...Object.fromEntries(own),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    ...extra,
  };
}

/** Starts git; who starts it reads and writes its streams. */
export function spawnGit(
  args: string[],
  extra: Record<string, string> = {},
): ChildProcessWithoutNullStreams {
  return spawn('git', args, { env: environment(extra) });
}

/** A git command that ended with another code than 0. */
export class GitFailed extends Error {}

/**
 * Runs git to its end and answers what it printed.
 * @param most - bytes after which it is stopped, and what had come is the answer
 * @throws GitFailed with what git said
 */
export function git(args: string[], most = Infinity): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawnGit(args);
    const printed: Buffer[] = [];
    let said = '';
    let size = 0;
    child.stdout.on('data', part => {
      printed.push(part);
      size += part.length;
      if (size > most) child.kill();
    });
    child.stderr.on('data', part => (said += part));
    child.on('error', cause =>
      reject(
        (cause as NodeJS.ErrnoException).code === 'ENOENT'
          ? new Error(
              'git was not found: install git; the sandbox keeps its repositories with it.',
              {
                cause,
              },
            )
          : cause,
      ),
    );
    child.on('close', code =>
      code === 0 || size > most
        ? resolve(Buffer.concat(printed))
        : reject(new GitFailed(`git ${args[0]} ${args[2] ?? ''}: ${said.trim()}`)),
    );
    child.stdin.end();
  });
}
