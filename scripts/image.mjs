// Where no container builder can run: every step of packages/backend/Containerfile, done in a folder that is clean before.
//   node scripts/image.mjs FOLDER      FOLDER gets a folder for each stage; the last one is the image
// This machine stands for the base image, so its Node has to be the one that FROM names, and there is no other root than `/`:
// a RUN that writes outside of its working folder would write into this machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import {
  basename,
  delimiter,
  dirname,
  join,
  matchesGlob,
  posix,
  relative,
  resolve,
} from 'node:path';
import {
  listForm,
  pairsOf,
  parseContainerfile,
  substituted,
  wordsOf,
} from '../packages/sandbox/src/registry/containerfile.ts';
import { copyTree, inside } from '../packages/sandbox/src/files/tree.ts';

const repository = resolve(import.meta.dirname, '..');
const file = 'packages/backend/Containerfile';

/**
 * @typedef {{ root: string, workingDir: string, env: Record<string, string>, user: string, command: string[] }} Image
 *   a folder of files, and how it is started
 * @param {string} folder an empty one
 * @param {{ say?: (line: string) => void, instead?: (step: string, stage: Image) => Promise<boolean> }} [options]
 *   `instead` does a step in another way, and says so by its answer
 * @returns {Promise<Image>} the last stage
 */
export async function buildImage(folder, { say = () => {}, instead = async () => false } = {}) {
  if (readdirSync(folder).length > 0) throw new Error(`${folder} is not empty.`);
  const stages = [];
  const globals = {};
  const steps = parseContainerfile(readFileSync(join(repository, file), 'utf8'));
  for (const [index, step] of steps.entries()) {
    say(`Step ${index + 1}/${steps.length}: ${step.source}`);
    const stage = stages.at(-1);
    if (step.name === 'FROM') stages.push(from(step, globals, folder));
    else if (!stage) Object.assign(globals, Object.fromEntries(pairsOf(step.text)));
    else if (!instructions[step.name]) throw new Error(`${step.source}: not done here.`);
    else if (!(await instead(step.source, stage)))
      await instructions[step.name](step, stage, stages, say);
  }
  return stages.at(-1);
}

function from({ text }, globals, folder) {
  const [image, , name] = wordsOf(substituted(text, globals));
  const [, version] = /\/node:([\d.]+)/.exec(image) ?? [];
  if (version !== process.versions.node)
    throw new Error(
      `FROM ${image}: this machine stands for it, and has Node ${process.versions.node}.`,
    );
  const root = join(folder, name ?? 'image');
  mkdirSync(root, { recursive: true });
  return { name, root, workingDir: '/', env: {}, args: {}, user: '0', command: [] };
}

const instructions = {
  // One without a value is for whoever builds to give.
  ARG: ({ text }, stage) =>
    void Object.assign(stage.args, Object.fromEntries(pairsOf(text).filter(([, value]) => value))),
  ENV: ({ text }, stage) => void Object.assign(stage.env, Object.fromEntries(pairsOf(text))),
  EXPOSE: ({ text }, stage) => void (stage.port = Number(text)),
  USER: ({ text }, stage) => void (stage.user = text),
  CMD: ({ text }, stage) => void (stage.command = listForm(text)),
  WORKDIR: ({ text }, stage) => {
    stage.workingDir = posix.resolve(stage.workingDir, text);
    mkdirSync(inside(stage.root, stage.workingDir), { recursive: true });
  },
  COPY: copy,
  RUN: run,
};

async function copy({ text, flags }, stage, stages) {
  const words = wordsOf(text);
  const to = inside(stage.root, posix.resolve(stage.workingDir, words.at(-1)));
  const earlier = flags.from && stages.find(({ name }) => name === flags.from);
  for (const word of words.slice(0, -1)) {
    const source = inside(earlier ? earlier.root : repository, word);
    const isFolder = statSync(source).isDirectory();
    const target = isFolder || !words.at(-1).endsWith('/') ? to : join(to, basename(word));
    if (earlier) await copyTree(source, target);
    else cpSync(source, target, { recursive: true, filter: path => !isIgnored(path) });
  }
}

const ignored = readFileSync(join(repository, '.dockerignore'), 'utf8')
  .split('\n')
  .filter(line => line && !line.startsWith('#'));

function isIgnored(path) {
  const name = relative(repository, path);
  return ignored.some(pattern => matchesGlob(name, pattern));
}

/** What of this machine's environment is its way to the network, and no part of an image. */
const network =
  /^(https?_proxy|no_proxy|npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile)|ssl_cert_\w+)$/i;

async function run({ text }, stage, _stages, say) {
  const own = Object.entries(process.env).filter(([name]) => network.test(name));
  const child = spawn('/bin/sh', ['-c', text], {
    cwd: inside(stage.root, stage.workingDir),
    env: {
      HOME: process.env.HOME,
      // What this machine's cache has is not asked for again.
      npm_config_prefer_offline: 'true',
      ...stage.args,
      ...stage.env,
      ...Object.fromEntries(own),
      PATH: [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', part => {
      said = (said + part).slice(-10_000);
    });
  }
  const [code] = await once(child, 'close');
  say(said.trimEnd().split('\n').slice(-5).join('\n'));
  if (code !== 0) throw new Error(`RUN ${text}\nended with ${code}:\n${said}`);
}

if (process.argv[1] === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? '');
  if (!process.argv[2]) throw new Error('node scripts/image.mjs FOLDER');
  mkdirSync(folder, { recursive: true });
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  `;
  const { root, command } = await buildImage(folder, {
    say: text => console.log(seconds() + text),
  });
  console.log(`${root}: ${command.join(' ')}`);
}
