import { existsSync, globSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { copyTree, inside } from '../files/tree.ts';
import type { Python } from '../python/environments.ts';
import { baseImage } from './baseImage.ts';
import { runCommand } from './commands.ts';
import {
  ContainerfileError,
  listForm,
  pairsOf,
  parseContainerfile,
  substituted,
  wordsOf,
  type Instruction,
} from './containerfile.ts';
import type { ImageConfig } from './image.ts';

interface Stage {
  name?: string;
  root: string;
  config: ImageConfig;
  args: Record<string, string>;
}

export interface Building {
  /** The unpacked source. */
  context: string;
  /** Of the Containerfile, in the source. */
  containerfile: string;
  /** An empty folder for the stages. */
  folder: string;
  cache: string;
  python: Python;
  args: Record<string, string>;
  target?: string;
  log(line: string): void;
  signal: AbortSignal;
  /** Of the registry that builds: `<repositories>` below it are pulled with the build's sign-in. */
  loginServer: string;
  mayPull(repository: string): boolean;
}

/**
 * Builds a Containerfile into a folder of files, without an operating system below: any `node` or `python` base image
 * stands for this machine's.
 * @throws ContainerfileError naming the line
 */
export async function buildImage(
  building: Building,
): Promise<{ root: string; config: ImageConfig }> {
  const { containerfile, context, log, signal } = building;
  const file = inside(context, containerfile);
  if (!existsSync(file)) throw new Error(`The source has no ${containerfile}.`);
  const instructions = parseContainerfile(await readFile(file, 'utf8'));
  const stages: Stage[] = [];
  const globals: Record<string, string> = {};
  for (const [index, one] of instructions.entries()) {
    signal.throwIfAborted();
    log(`Step ${index + 1}/${instructions.length} : ${one.source}`);
    try {
      await step(one, stages, globals, building);
    } catch (error) {
      if (signal.aborted || error instanceof ContainerfileError) throw error;
      throw new ContainerfileError(one, (error as Error).message);
    }
    const reached = building.target && stages.at(-1)?.name === building.target;
    if (reached && instructions[index + 1]?.name === 'FROM') break;
  }
  const last = stages.at(-1);
  if (!last) throw new Error(`${containerfile} has no FROM.`);
  return { root: last.root, config: last.config };
}

async function step(
  one: Instruction,
  stages: Stage[],
  globals: Record<string, string>,
  building: Building,
): Promise<void> {
  const stage = stages.at(-1);
  if (one.name === 'ARG' && !stage) {
    for (const [name, value] of pairsOf(one.text)) globals[name] = building.args[name] ?? value;
    return;
  }
  if (one.name === 'FROM') {
    stages.push(await from(one, stages, globals, building));
    return;
  }
  if (!stage) throw new Error('the first instruction is FROM.');
  const { config } = stage;
  const text =
    one.name === 'RUN' ? one.text : substituted(one.text, { ...stage.args, ...config.env });
  switch (one.name) {
    case 'ARG':
      for (const [name, value] of pairsOf(text))
        stage.args[name] = building.args[name] ?? (value || globals[name] || '');
      return;
    case 'ENV':
      Object.assign(config.env, Object.fromEntries(pairsOf(text)));
      return;
    case 'LABEL':
      Object.assign(config.labels, Object.fromEntries(pairsOf(text)));
      return;
    case 'WORKDIR':
      config.workingDir = posix.resolve(config.workingDir, text);
      await mkdir(inside(stage.root, config.workingDir), { recursive: true });
      return;
    case 'USER':
      config.user = text;
      return;
    case 'EXPOSE':
      config.exposed.push(...wordsOf(text));
      return;
    case 'CMD':
      config.cmd = listForm(text) ?? ['/bin/sh', '-c', text];
      return;
    case 'ENTRYPOINT':
      // The shell form of ENTRYPOINT takes no CMD.
      config.entrypoint = listForm(text) ?? ['/bin/sh', '-c', text];
      config.cmd = [];
      return;
    case 'COPY':
    case 'ADD':
      return copy(one, listForm(text) ?? wordsOf(text), stages, building);
    case 'RUN':
      return runCommand(listForm(text) ?? substituted(text, { ...stage.args, ...config.env }), {
        root: stage.root,
        workingDir: inside(stage.root, config.workingDir),
        env: { ...stage.args, ...config.env },
        cache: building.cache,
        python: building.python,
        stage: config,
        log: building.log,
        signal: building.signal,
      });
    default:
      // HEALTHCHECK, SHELL, STOPSIGNAL, VOLUME: a cluster heeds none of them.
      building.log(`skipped: ${one.name}`);
  }
}

async function from(
  one: Instruction,
  stages: Stage[],
  globals: Record<string, string>,
  building: Building,
): Promise<Stage> {
  const [image, as, name] = wordsOf(substituted(one.text, globals));
  const root = join(building.folder, String(stages.length));
  await mkdir(root, { recursive: true });
  const stage = { name: as?.toLowerCase() === 'as' ? name : undefined, root, args: {} };
  const base = stages.find(other => other.name === image);
  if (base) {
    await copyTree(base.root, root);
    return { ...stage, config: structuredClone(base.config) };
  }
  requirePull(image, building);
  return { ...stage, config: await baseImage(image, building) };
}

/** @throws Error with the builder's words, for an image of this registry that the build's sign-in does not reach */
function requirePull(image: string, { loginServer, mayPull }: Building): void {
  const [, repository] =
    new RegExp(`^${loginServer.replaceAll('.', '\\.')}/([^:@]+)`, 'i').exec(image) ?? [];
  if (repository && !mayPull(repository))
    throw new Error(
      `failed to resolve source metadata for ${image}: unauthorized: authentication required`,
    );
}

async function copy(
  one: Instruction,
  words: string[],
  stages: Stage[],
  building: Building,
): Promise<void> {
  const { context } = building;
  const stage = stages.at(-1) as Stage;
  const to = words.at(-1);
  const patterns = words.slice(0, -1);
  if (!to || patterns.length === 0) throw new Error('it takes a source and a destination.');
  let source = context;
  if (one.flags.from !== undefined) {
    const named = stages.find(
      (other, index) => other.name === one.flags.from || String(index) === one.flags.from,
    );
    if (!named) requirePull(one.flags.from, building);
    if (!named || named === stage)
      throw new Error(`there is no earlier stage ${one.flags.from}; other images are not pulled.`);
    source = named.root;
  }
  const found = patterns.flatMap(pattern => {
    if (/^https?:/.test(pattern)) throw new Error('the sandbox adds nothing from the network.');
    const path = pattern.replace(/^\.?\/+/, '') || '.';
    inside(source, path);
    const matched = /[*?[]/.test(path) ? globSync(path, { cwd: source }) : [path];
    const present = matched.filter(match => existsSync(join(source, match)));
    if (present.length === 0) throw new Error(`${pattern} is not in the source.`);
    return present.map(match => join(source, match));
  });
  const target = inside(stage.root, posix.resolve(stage.config.workingDir, to));
  const intoFolder = to.endsWith('/') || to === '.' || found.length > 1 || (await isFolder(target));
  for (const path of found) {
    const folder = await isFolder(path);
    await copyTree(path, folder || !intoFolder ? target : join(target, basename(path)));
  }
}

const isFolder = (path: string) =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
