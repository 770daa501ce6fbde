import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { end, ended } from '../scripts/processes.mjs';
import { freePorts } from './freePorts.ts';

const repository = resolve(import.meta.dirname, '..');

/** `npm start`, known by nothing but the lines that it prints. */
export async function startAsTold(state: string) {
  const [port] = await freePorts(1);
  const args = ['--frontend-port', port, '--sandbox-port', 0, '--state', state].map(String);
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const told = async () => {
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      const [, address] = /^The portal answers at (\S+)/.exec(line) ?? [];
      if (address) return { address, text: lines.join('\n') };
    }
    throw new Error(`npm start ended before the portal answered: ${lines.join('\n')}`);
  };
  const stop = async () => {
    if (!ended(child)) {
      child.kill('SIGINT');
      await once(child, 'exit');
    }
    await end(child);
  };
  try {
    const { address, text } = await told();
    child.stdout.resume();
    const said = (pattern: RegExp) => {
      const found = pattern.exec(text)?.[1];
      if (!found) throw new Error(`npm start says nothing like ${pattern}: ${text}`);
      return found;
    };
    return {
      address,
      git: said(/repositories are at ([^\s;]+)/),
      user: said(/to push, user (\S+),/),
      password: said(/password (\S+)$/m),
      faults: said(/switched at (\S+)/),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The commands of a chapter of a document, as they stand. */
export function commandsOf(file: string, chapter: string): string {
  const text = readFileSync(resolve(repository, file), 'utf8');
  const [, inside = ''] = text.split(`\n## ${chapter}\n`);
  const [, commands] = /```sh\n([^]*?)```/.exec(inside.split('\n## ')[0]) ?? [];
  if (!commands) throw new Error(`${file} has no commands under ${chapter}.`);
  return commands;
}
