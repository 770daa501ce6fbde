import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { basename, delimiter, dirname, join } from 'node:path';
import type { Python } from './baseImage.ts';
import { trusting, updateCertificates } from './certificates.ts';
import { wordsOf } from './containerfile.ts';
import { installDependencies } from './dependencies.ts';
import { pipArguments, runPip } from './pip.ts';
import { inside } from '../files/tree.ts';

/** Where a RUN happens. */
export interface Running {
  /** The stage's files. */
  root: string;
  /** Absolute path on this machine. */
  workingDir: string;
  env: Record<string, string>;
  /** Installed dependencies are kept here. */
  cache: string;
  python: Python;
  /** The image as it is so far: an installation gives it another environment. */
  stage: { environment?: string };
  log(line: string): void;
  signal: AbortSignal;
}

/** What prepares an operating system, which an image of the sandbox does not have. */
const skipped =
  /^(adduser|addgroup|useradd|groupadd|usermod|chown|chmod|apk|apt-get|apt|corepack|echo|true|:|set|sync|export)$/;

/**
 * Runs a RUN. There is no shell and no system below: npm, npx, node, python and pip really run, folders are made, what
 * would only change the system is skipped with a line that says so.
 * @throws for any other command, and when a command fails
 */
export async function runCommand(command: string[] | string, running: Running): Promise<void> {
  const commands =
    typeof command === 'string' ? command.split(/\s*(?:&&|;)\s*/).map(wordsOf) : [command];
  for (const words of commands.filter(one => one.length > 0)) await runOne(words, running);
}

async function runOne(words: string[], running: Running): Promise<void> {
  const { log, root, workingDir } = running;
  const assigned = words.findIndex(word => !/^\w+=/.test(word));
  const said = {
    ...running.env,
    ...Object.fromEntries(
      words.slice(0, Math.max(0, assigned)).map(word => word.split(/=(.*)/s).slice(0, 2)),
    ),
  };
  const env = await trusting(said, { root, cache: running.cache });
  const [name = 'true', ...args] = words.slice(Math.max(0, assigned));
  const pip = pipArguments([name, ...args]);
  const paths = () =>
    args
      .filter(one => !one.startsWith('-'))
      .map(one =>
        one.startsWith('/')
          ? inside(root, one)
          : inside(root, `${workingDir.slice(root.length)}/${one}`),
      );
  if (name === 'mkdir') {
    for (const path of paths()) await mkdir(path, { recursive: true });
  } else if (name === 'rm') {
    for (const path of paths()) await rm(path, { recursive: true, force: true });
  } else if (
    name === 'npm' &&
    /^(ci|i|install|clean-install)$/.test(args[0] ?? '') &&
    onlyOptions(args)
  ) {
    await installDependencies(args, { ...running, env });
  } else if (name === 'npm' && args[0] === 'cache') {
    log(`skipped: ${words.join(' ')} (the sandbox keeps npm's cache)`);
  } else if (['npm', 'npx', 'node'].includes(name)) {
    await execute(name, args, { ...running, env });
  } else if (pip) {
    await runPip(pip, { ...running, env });
  } else if (/^python[\d.]*$/.test(name)) {
    await execute(pythonOf(running), args, { ...running, env });
  } else if (name === 'update-ca-certificates' && (await updateCertificates(root))) {
    log('the certificates that the source brought are trusted from here on');
  } else if (name === 'update-ca-certificates') {
    log(`skipped: ${name} (the source brought no certificates)`);
  } else if (skipped.test(name)) {
    log(`skipped: ${words.join(' ')} (an image of the sandbox has no operating system)`);
  } else {
    throw new Error(`the sandbox runs npm, npx, node, python and pip, not ${name}.`);
  }
}

function pythonOf({ python, stage }: Running): string {
  const path =
    stage.environment && 'environments' in python && python.environments.path(stage.environment);
  if (!path) throw new Error('python needs a python image: FROM python:3.12-slim.');
  return join(path, 'bin', 'python');
}

/** `npm install -g tool` adds something else than the application's own dependencies. */
const onlyOptions = (args: string[]) =>
  args.slice(1).every(arg => arg.startsWith('--') && arg !== '--global');

/** Settings of the person's npm that reach their registry; what `npm start` adds for itself must not leak in. */
const kept =
  /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile|strict_ssl)$/i;

/** Runs a program to its end, line by line into the log. @throws when it fails */
export function execute(
  program: string,
  args: string[],
  { workingDir, env, log, signal }: Pick<Running, 'workingDir' | 'env' | 'log' | 'signal'>,
): Promise<void> {
  const own = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|NODE_OPTIONS$|NODE_ENV$|PYTHON|VIRTUAL_ENV$|INIT_CWD$)/i.test(name) ||
      kept.test(name),
  );
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(program === 'node' ? process.execPath : program, args, {
      cwd: workingDir,
      env: { ...Object.fromEntries(own), ...env, PATH: path, npm_config_update_notifier: 'false' },
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
