import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inside } from '../files/tree.ts';
import { trusting, updateCertificates } from './certificates.ts';
import { wordsOf } from './containerfile.ts';
import { installDependencies } from './dependencies.ts';
import { pipArguments, runPip } from './pip.ts';
import { execute } from './process.ts';
import type { Running } from './running.ts';

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
