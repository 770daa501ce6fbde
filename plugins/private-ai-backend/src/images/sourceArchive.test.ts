import { createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { list } from 'tar';
import { imageRepository } from '../app/imageRepository';
import { application } from '../testing/app';
import { startGitHost } from '../testing/gitHost';
import { tarEnd, tarEntry } from '../testing/tarEntries';
import { withSourceArchive } from './sourceArchive';
import { largestSource, sourceEntries, sourcesAtOnce } from './sourceLimits';

const commit = 'c'.repeat(40);
const { request, zone } = application();
const description = tarEntry('weather/catalog-info.yaml', {
  content: `kind: Component\nmetadata: { name: ${request.name} }\n`,
});

describe('a commit on the portal’s disk', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let place: string;
  const { TMPDIR } = process.env;

  beforeEach(async () => {
    git = await startGitHost(commit, { 'README.md': 'x' });
    place = mkdtempSync(join(tmpdir(), 'private-ai-sources-test-'));
    process.env.TMPDIR = place;
  });
  afterEach(async () => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await git.stop();
    // Nothing of it stays.
    const left = readdirSync(place);
    rmSync(place, { recursive: true });
    expect(left).toEqual([]);
  });

  /** What is packed of an archive, by its paths. */
  function packed(more: { readMs?: number; signal?: AbortSignal } = {}): Promise<string[]> {
    const source = { ...git.source, commit };
    return withSourceArchive(
      { source, app: request, zone },
      { signal: new AbortController().signal, ...git, ...more },
      async ({ file }) => {
        const paths: string[] = [];
        await list({ file, onReadEntry: ({ path }) => paths.push(path) });
        return paths;
      },
    );
  }
  const serve = (...entries: Buffer[]) =>
    git.serve(response => response.end(gzipSync(Buffer.concat([...entries, tarEnd]))));

  it('has what the repository has, its links among themselves too', async () => {
    serve(
      description,
      tarEntry('weather/Containerfile', { content: 'FROM scratch' }),
      tarEntry('weather/AGENTS.md', { linkpath: 'docs/agents.md' }),
      tarEntry('weather/docs/agents.md', { content: 'x' }),
    );
    expect((await packed()).sort()).toEqual([
      './',
      './AGENTS.md',
      './Containerfile',
      './catalog-info.yaml',
      './docs/',
      './docs/agents.md',
    ]);
  });

  it('builds on no other application’s image, as far as its Containerfile says it', async () => {
    const own = imageRepository(request, zone);
    const containerfile = (content: string) =>
      serve(description, tarEntry('weather/Containerfile', { content }));
    for (const line of [
      'FROM acrtest.azurecr.io/private-ai/payroll-0123456789abcdef0123@sha256:0',
      'FROM scratch\nCOPY --from=ACRTEST.azurecr.io/private-ai/payroll:1 /app /stolen',
      `FROM ${own}:1\nFROM ${own}-too:1`,
    ]) {
      containerfile(line);
      await expect(packed()).rejects.toThrow(
        `which is another application's: build from the company's base images, or from ${own}.`,
      );
    }
    containerfile(`FROM acrtest.azurecr.io/base/node:24 AS build\nFROM ${own}@sha256:0`);
    expect(await packed()).toContain('./Containerfile');
  });

  it('leads nowhere else', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    const file = join(outside, 'x');
    await once(createWriteStream(file).end('of the portal'), 'close');
    serve(
      description,
      tarEntry('weather/a/b/', { type: 'Directory' }),
      // Each by itself seems to stay inside.
      tarEntry('weather/a/b/c', { linkpath: '../..' }),
      tarEntry('weather/out', { linkpath: 'a/b/c/../../..' }),
      tarEntry('weather/hard', { linkpath: file, type: 'Link' }),
      tarEntry('weather/absolute', { linkpath: file }),
      tarEntry('../../escaped', { content: 'x' }),
      tarEntry('/etc/private-ai-escaped', { content: 'x' }),
    );
    const paths = await packed();
    expect(paths).toEqual(expect.arrayContaining(['./a/b/c', './catalog-info.yaml']));
    expect(paths).not.toEqual(expect.arrayContaining(['./out']));
    expect(paths.filter(path => /hard|absolute/.test(path))).toEqual([]);
    expect(existsSync('/etc/private-ai-escaped')).toBe(false);
    rmSync(outside, { recursive: true });
  });

  it.each([
    ['a link', tarEntry('weather/catalog-info.yaml', { linkpath: 'a/b/c/../../../dev/zero' })],
    ['a folder', tarEntry('weather/catalog-info.yaml/', { type: 'Directory' })],
  ])('is not described by %s', async (_, entry) => {
    serve(
      tarEntry('weather/a/b/', { type: 'Directory' }),
      tarEntry('weather/a/b/c', { linkpath: '../..' }),
      entry,
    );
    await expect(packed()).rejects.toThrow(/catalog-info.yaml is a link or no file/);
  });

  it('is not described at any length', async () => {
    const content = `kind: Component\nmetadata: { name: ${request.name} }\n---\n`;
    const more = `text: ${randomBytes(2_000_000).toString('hex')}\n`;
    serve(tarEntry('weather/catalog-info.yaml', { content: content + more }));
    await expect(packed()).rejects.toThrow(/catalog-info.yaml of .* has more than 64 kB/);
  });

  /** Entries without end, until nobody reads any more. */
  const endless = (entryAt: (index: number) => Buffer) => {
    const closed = Promise.withResolvers<void>();
    git.serve(response => {
      response.on('close', () => closed.resolve());
      const entries = function* () {
        yield description;
        for (let index = 0; ; index++) yield entryAt(index);
      };
      pipeline(Readable.from(entries()), createGzip({ level: 1 }), response).catch(() => undefined);
    });
    return closed.promise;
  };

  it('has so many files, then its archive is read no further', async () => {
    const closed = endless(index => tarEntry(`weather/${index}`));
    await expect(packed()).rejects.toThrow(
      `has more than ${sourceEntries} files and folders; an image is built of no more`,
    );
    await closed;
  });

  it('has so many bytes, told by what an entry says of itself', async () => {
    const closed = endless(() => tarEntry('weather/data', { size: largestSource + 1 }));
    await expect(packed()).rejects.toThrow(/has data of 201 MB, more than 200 MB.*Containerfile/);
    await closed;
  });

  it('gives its place back when it does not come to an end', async () => {
    const silent: Promise<void>[] = [];
    git.serve(response => {
      response.write(gzipSync(description));
      silent.push(once(response, 'close') as unknown as Promise<void>);
    });
    await Promise.all(
      Array.from({ length: 2 * sourcesAtOnce }, () =>
        expect(packed({ readMs: 600 })).rejects.toThrow(/could not be read within 0.01 minutes/),
      ),
    );
    await Promise.all(silent);
    serve(description);
    await expect(packed()).resolves.toContain('./catalog-info.yaml');
  });
});
