import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A Python of this machine that can run what the template's Python app needs. */
export interface Interpreter {
  /** Absolute path. */
  program: string;
  /** `3.12.4` */
  version: string;
}

/** 3.12 is what the image runs; then what is likely to be newer, then what just suffices. */
const candidates = ['python3.12', 'python3', 'python3.13', 'python3.14', 'python3.11'];
const oldest = 11;

const question = `
import json, sys
try:
    import ensurepip, venv
    whole = True
except ImportError:
    whole = False
print(json.dumps([sys.executable, list(sys.version_info[:3]), whole]))`;

/**
 * The first Python on PATH that is 3.11 or newer and makes virtual environments.
 * @returns one sentence in its place where this machine has none
 */
export async function findPython(
  names: string[] = candidates,
): Promise<Interpreter | { problem: string }> {
  const found: string[] = [];
  for (const name of names) {
    const answer = await run(name, ['-I', '-c', question], { timeout: 10_000 }).catch(
      () => undefined,
    );
    if (!answer) continue;
    const [program, [major, minor, patch], whole] = JSON.parse(answer.stdout);
    const version = `${major}.${minor}.${patch}`;
    if (major === 3 && minor >= oldest && whole) return { program, version };
    found.push(whole ? version : `${version} without its venv module`);
  }
  const there = found.length ? `It has ${[...new Set(found)].join(', ')}.` : 'It has no Python.';
  return {
    problem: `This machine cannot run Python apps: the sandbox needs Python 3.${oldest} or newer with its venv module. ${there}`,
  };
}
