import { readFile, rm } from 'node:fs/promises';
import { existsSync, globSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize } from 'node:path';
import { extract } from 'tar';

/**
 * Unpacks an uploaded source (tar.gz), without what its `.dockerignore` names.
 * @throws when an entry or a link would lie outside
 */
export async function unpackSource(
  file: string,
  folder: string,
  containerfile: string,
): Promise<void> {
  let refused: string | undefined;
  await extract({
    file,
    cwd: folder,
    strict: true,
    filter: (path, entry) => {
      const link = 'linkpath' in entry ? String(entry.linkpath ?? '') : '';
      const symbolic = 'type' in entry && entry.type === 'SymbolicLink';
      const outside = [path, symbolic ? join(dirname(path), link) : link].some(leadsOut);
      if (outside || link.startsWith('/')) refused ??= link ? `${path} → ${link}` : path;
      return refused === undefined;
    },
  });
  if (refused) throw new Error(`The source holds ${refused}, which leads out of it.`);
  await dropIgnored(folder, containerfile);
}

const leadsOut = (path: string) =>
  path.startsWith('/') || normalize(path).split('/').includes('..');

async function dropIgnored(folder: string, containerfile: string): Promise<void> {
  const file = join(folder, '.dockerignore');
  if (!existsSync(file)) return;
  const patterns = (await readFile(file, 'utf8'))
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('#'))
    .map(line => ({
      keep: line.startsWith('!'),
      pattern: line.replace(/^!/, '').replace(/^\/|\/$/g, ''),
    }));
  const ignored = (path: string) =>
    patterns.findLast(({ pattern }) =>
      path
        .split('/')
        .some((_, index, parts) => matchesGlob(parts.slice(0, index + 1).join('/'), pattern)),
    )?.keep === false;
  // The builder itself needs these two; a COPY of them would too, which nobody wants.
  const needed = [normalize(containerfile), '.dockerignore'];
  for (const path of globSync('**/*', { cwd: folder }).concat(globSync('**/.*', { cwd: folder })))
    if (!needed.includes(path) && ignored(path) && !keepsSome(path, patterns))
      await rm(join(folder, path), { recursive: true, force: true });
}

/** A folder stays while an exception lies below it. */
const keepsSome = (path: string, patterns: { keep: boolean; pattern: string }[]) =>
  patterns.some(({ keep, pattern }) => keep && pattern.startsWith(`${path}/`));
