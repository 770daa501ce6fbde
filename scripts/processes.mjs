// Child processes in groups of their own, so that ending one ends what it started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';

/**
 * Starts a process whose output goes to a file.
 * @param {string} log path of the log file
 * @param {{ stdin?: 'pipe' | 'ignore', stdout?: 'pipe' }} [io]
 */
export function startLogged(command, args, { cwd, env, log, stdin = 'ignore', stdout } = {}) {
  const file = openSync(log, 'a');
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: [stdin, stdout ?? file, file],
  });
  child.log = log;
  return child;
}

export const ended = child => child.exitCode !== null || child.signalCode !== null;

/** Ends the group by SIGTERM, and by SIGKILL what is left after `grace` milliseconds. */
export async function end(child, grace = 10_000) {
  if (!child?.pid) return;
  const gone = ended(child) ? Promise.resolve() : once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  await gone;
  clearTimeout(timer);
  signalGroup(child, 'SIGKILL');
}

export function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** The last lines of a log file, for an error message. */
export function lastLines(path, count = 15) {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
}
