import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { extract } from 'tar';

const run = promisify(execFile);
const patience = { timeout: 120_000 };

/** The version whose official archive is fetched where no package means are. */
const version = '3.5.0';
const releases = 'https://github.com/prometheus/prometheus/releases/download';

/** A program of this name on PATH. */
export function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(file => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Where fetched programs are kept for every sandbox of this person. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME } = process.env;
  const base =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'private-ai-sandbox');
}

/** A Prometheus that is there already: on PATH, or fetched by an earlier start. */
export function presentPrometheus(cache = cacheFolder()): string | undefined {
  const kept = join(cache, 'prometheus');
  return onPath('prometheus') ?? (existsSync(kept) ? kept : undefined);
}

/**
 * Fetches Prometheus into the cache: Debian's package, unpacked without installing it, or else the official archive.
 * @throws with one sentence when neither can be had
 */
export async function fetchPrometheus(cache = cacheFolder()): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'fetching-'));
  const causes: Error[] = [];
  try {
    for (const means of [fromDebian, fromArchive]) {
      try {
        const found = await means(folder);
        await chmod(found, 0o755);
        // Renamed when whole: another sandbox that looks meanwhile never sees a half one.
        await rename(found, join(cache, 'prometheus'));
        return join(cache, 'prometheus');
      } catch (error) {
        causes.push(error as Error);
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new AggregateError(
    causes,
    `There is no Prometheus on PATH and none could be fetched (${causes.map(one => one.message.split('\n')[0]).join('; ')}): install it for metrics, the rest works without.`,
  );
}

async function fromDebian(folder: string): Promise<string> {
  if (!onPath('apt-get') || !onPath('dpkg')) throw new Error('no apt-get here');
  const download = async (options: string[]) => {
    await run('apt-get', ['-q', ...options, 'download', 'prometheus'], {
      cwd: folder,
      ...patience,
    });
  };
  // Fresh containers have no package lists; lists of one's own need no root.
  const own = ['lists', 'cache'].flatMap(kind => [
    '-o',
    `Dir::${kind === 'lists' ? 'State::lists' : 'Cache'}=${join(folder, kind)}`,
  ]);
  await download([]).catch(async () => {
    mkdirSync(join(folder, 'lists', 'partial'), { recursive: true });
    mkdirSync(join(folder, 'cache', 'archives', 'partial'), { recursive: true });
    await run('apt-get', ['-q', ...own, 'update'], patience);
    await download(own);
  });
  const file = (await readdir(folder)).find(name => name.endsWith('.deb'));
  if (!file) throw new Error('apt-get downloaded nothing');
  await run('dpkg', ['-x', join(folder, file), join(folder, 'package')], patience);
  return join(folder, 'package', 'usr', 'bin', 'prometheus');
}

/** The project's own archive, held against the checksums that its release lists. */
export async function fromArchive(folder: string, base = `${releases}/v${version}`) {
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string];
  if (!architecture || !['linux', 'darwin'].includes(process.platform))
    throw new Error(`no archive for ${process.platform} ${process.arch}`);
  const name = `prometheus-${version}.${process.platform}-${architecture}`;
  const sums = await (await download(`${base}/sha256sums.txt`, 15_000)).text();
  const expected = new RegExp(
    `^([\\da-f]{64}) +\\*?${name.replaceAll('.', '\\.')}\\.tar\\.gz$`,
    'm',
  ).exec(sums)?.[1];
  if (!expected) throw new Error(`${base} lists no checksum of ${name}`);
  const file = join(folder, `${name}.tar.gz`);
  const { body } = await download(`${base}/${name}.tar.gz`, 300_000);
  if (!body) throw new Error(`${base}/${name}.tar.gz is empty`);
  await pipeline(Readable.fromWeb(body as ReadableStream), createWriteStream(file));
  const actual = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  if (actual !== expected) throw new Error(`${name}.tar.gz has not the checksum of its release`);
  const program = `${name}/prometheus`;
  await extract({ file, cwd: folder }, [program]);
  return join(folder, program);
}

async function download(url: string, milliseconds: number): Promise<Response> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(milliseconds) }).catch(cause => {
    throw new Error(`${url} cannot be reached`, { cause });
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}
