import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { copyTree, removeTree, treeDigest } from '../files/tree.ts';
import type { Interpreter } from './interpreter.ts';

/** Runs a program to its end; throws when it fails. */
export type Execute = (program: string, args: string[]) => Promise<void>;

/** Python on this machine, or one sentence why there is none. */
export type Python = { environments: PythonEnvironments } | { problem: string };

/**
 * Virtual environments by what was installed into them, shared by all images with the same lock: an environment cannot be
 * moved, so an image names its own by key in place of holding it.
 */
export class PythonEnvironments {
  readonly interpreter: Interpreter;
  readonly #folder: string;

  constructor(interpreter: Interpreter, folder: string) {
    this.interpreter = interpreter;
    this.#folder = join(folder, 'python');
  }

  /** Absolute path of an environment; undefined when it is not (any more) on this machine. */
  path(key: string): string | undefined {
    const path = join(this.#folder, key);
    return existsSync(join(path, 'bin', 'python')) ? path : undefined;
  }

  /** An environment with pip and nothing else. @returns its key */
  bare(execute: Execute): Promise<string> {
    return this.#made(keyOf(this.#machine()), folder =>
      execute(this.interpreter.program, ['-m', 'venv', folder]),
    );
  }

  /**
   * `pip install` on top of an environment: a new one, or an earlier build's.
   * @param parent key of the environment that is added to
   * @returns the key of what came out, and whether it was there already
   */
  async installed(
    parent: string,
    args: string[],
    { workingDir, execute }: { workingDir: string; execute: Execute },
  ): Promise<{ key: string; kept: boolean }> {
    const decides = await whatDecides(args, workingDir);
    const key = keyOf([...this.#machine(), parent, decides]);
    if (this.path(key)) return { key, kept: true };
    await this.#made(key, async folder => {
      await this.#copy(parent, folder, execute);
      const python = join(folder, 'bin', 'python');
      await execute(python, ['-m', 'pip', 'install', '--no-input', '--progress-bar=off', ...args]);
    });
    return { key, kept: false };
  }

  /** `pip install --target` from a locked file, as into the operator's own image. @returns the folder, kept by the lock */
  async folderOf(requirements: string, execute: Execute): Promise<string> {
    const bare = await this.bare(execute);
    const key = keyOf([...this.#machine(), 'folder', await readFile(requirements, 'utf8')]);
    const python = join(this.#folder, bare, 'bin', 'python');
    const options = ['--no-input', '--progress-bar=off', '--disable-pip-version-check', '--quiet'];
    await this.#made(key, folder =>
      execute(python, [
        ...['-m', 'pip', 'install', ...options],
        ...['--target', folder, '--require-hashes', '-r', requirements],
      ]),
    );
    return join(this.#folder, key);
  }

  #machine(): string[] {
    const { program, version } = this.interpreter;
    return [program, version, process.platform, process.arch];
  }

  /** Several sandboxes share the folder: each makes its own, the first that is whole gets the name. */
  async #made(key: string, make: (folder: string) => Promise<void>): Promise<string> {
    const link = join(this.#folder, key);
    if (existsSync(link)) return key;
    const folder = `${link}-${randomUUID().slice(0, 8)}`;
    await mkdir(this.#folder, { recursive: true });
    try {
      await make(folder);
      await symlink(basename(folder), link).catch(async error => {
        if (error.code !== 'EEXIST' || existsSync(link)) throw error;
        // It led to what has been taken away since.
        await rm(link);
        await symlink(basename(folder), link);
      });
    } catch (error) {
      await removeTree(folder);
      if (!existsSync(link)) throw error;
    }
    return key;
  }

  /** Packages are linked, not copied; scripts name their environment in the first line. */
  async #copy(parent: string, folder: string, execute: Execute): Promise<void> {
    const from = join(this.#folder, await readlink(join(this.#folder, parent)));
    await execute(this.interpreter.program, ['-m', 'venv', '--without-pip', folder]);
    await copyTree(join(from, 'lib'), join(folder, 'lib'));
    for (const name of await readdir(join(from, 'bin'))) {
      const file = join(folder, 'bin', name);
      if (existsSync(file)) continue;
      const program = await readFile(join(from, 'bin', name));
      const script = program.subarray(0, 2).toString() === '#!' && program.toString('utf8');
      const content = script ? script.replaceAll(from, folder) : program;
      await writeFile(file, content, { mode: 0o755 });
    }
  }
}

const keyOf = (parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** Arguments and the files that they name. Where the source itself is installed, all of it decides. */
async function whatDecides(args: string[], workingDir: string): Promise<string[]> {
  const decides: string[] = [];
  for (const arg of args) {
    const named = arg.replace(/^(--(requirement|constraint|editable)=|-[rce](?=.))/, '');
    const path = resolve(workingDir, named);
    const isOwn =
      !named.startsWith('-') && existsSync(path) && !relative(workingDir, path).startsWith('..');
    const text = isOwn ? await readFile(path, 'utf8').catch(() => undefined) : undefined;
    const refers = text === undefined ? isOwn : /^\s*(-[rce]|\.|file:|.*@ file:)/m.test(text);
    decides.push(refers ? await treeDigest(workingDir, arg) : (text ?? arg));
  }
  return decides;
}
