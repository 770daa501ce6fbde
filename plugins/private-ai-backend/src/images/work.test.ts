import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { extract } from 'tar';
import { Stopped } from '../operations/work';
import { until } from '../testing/until';
import { app, repository, startBuild } from './buildForTest';
import { largestPart, mostLines } from './buildLog';

describe('the build of a published commit', () => {
  let world: Awaited<ReturnType<typeof startBuild>>;
  let tasks: typeof world.tasks;
  let lines: string[];
  let kept: Map<string, string>;
  let build: typeof world.build;
  beforeEach(async () => {
    world = await startBuild();
    ({ tasks, lines, kept, build } = world);
  });
  afterEach(() => world.stop());

  it('uploads it, follows the log line by line and names the image by its digest', async () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'private-ai-build-test-'));
    tasks.registry.log = 'Step 1: \u001b[1mFROM\u001b[0m scratch\nStep';
    setTimeout(() => {
      tasks.registry.log += ' 2: done\n';
      tasks.registry.status = 'Succeeded';
    }, 150);
    const { image } = await build();
    expect(image).toBe(`acrtest.azurecr.io/${repository}@sha256:${'d'.repeat(64)}`);
    expect(lines).toEqual(expect.arrayContaining(['Step 1: FROM scratch', 'Step 2: done']));
    expect(tasks.registry.scheduled).toMatchObject([
      {
        dockerFilePath: 'Containerfile',
        imageNames: [`${repository}:cccccccccccc`],
        sourceLocation: 'source/1.tar.gz',
      },
    ]);
    expect(await uploaded('src/app.ts')).toBe('x');
    expect(await uploaded('certificates/private-ai.crt')).toBeUndefined();
    expect(readdirSync(process.env.TMPDIR)).toEqual([]);
    rmSync(process.env.TMPDIR, { recursive: true });
    process.env.TMPDIR = TMPDIR;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
  });

  /** A file of what the registry was given. */
  async function uploaded(path: string): Promise<string | undefined> {
    const folder = mkdtempSync(join(tmpdir(), 'private-ai-build-test-'));
    writeFileSync(join(folder, 'source.tar.gz'), tasks.registry.source);
    await extract({ file: join(folder, 'source.tar.gz'), cwd: folder });
    const file = join(folder, path);
    const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    rmSync(folder, { recursive: true });
    return text;
  }

  it("puts the certificates of the landing zone's own authorities in the source", async () => {
    tasks.registry.status = 'Succeeded';
    await build({ zone: { ...app.zone, network: { ...app.zone.network, caBundle: 'PEM' } } });
    expect(await uploaded('certificates/private-ai.crt')).toBe('PEM\n');
  });

  it('tells as much of its log as a person reads, asked for in parts, and its end', async () => {
    // A line without an end, then more lines than anybody reads; what went wrong comes last.
    const tail = Array.from({ length: 300 }, (_, line) => `last ${line}`);
    tasks.registry.log = `${'x'.repeat(300_000)}\n${'y\n'.repeat(20_000)}${'z'.repeat(5_000_000)}\n${tail.join('\n')}`;
    tasks.registry.status = 'Succeeded';
    await build();
    const told = lines.filter(line => /^[xyz]/.test(line));
    expect(told).toHaveLength(mostLines);
    expect(Math.max(...told.map(line => line.length))).toBeLessThan(5_000);
    expect(told.join('')).toMatch(/^x{300000}y+$/);
    expect(lines).toContainEqual(expect.stringMatching(/5000 lines; no more of them are told but/));
    expect(lines.filter(line => line.startsWith('last'))).toEqual(tail.slice(-100));
    expect(Math.max(...tasks.registry.looks)).toBe(largestPart);
    expect(tasks.registry.looks).toHaveLength(4);
  });

  it('goes on with its log where another try has told it', async () => {
    kept.set('run', 'run1');
    tasks.registry.log = 'one\ntwo\nthr';
    const stop = new AbortController();
    const building = build({ signal: stop.signal });
    while (!lines.includes('two')) await delay(10);
    stop.abort(new Stopped('shutdown'));
    await expect(building).rejects.toMatchObject({ name: 'AbortError' });
    tasks.registry.log += 'ee\nfour';
    tasks.registry.status = 'Succeeded';
    await build();
    expect(lines.filter(line => /^(one|two|th|four)/.test(line))).toEqual([
      'one',
      'two',
      'three',
      'four',
    ]);
  });

  it('goes on over what passes by itself, and says what it waits for', async () => {
    world.away(1);
    tasks.registry.uploadStatus = 503;
    tasks.registry.status = 'Succeeded';
    const { get } = tasks.arm;
    const answers = [
      () => Promise.reject(Object.assign(new Error('Azure is away.'), { transient: true })),
      // What was just scheduled may not be shown everywhere yet.
      async () => undefined,
    ];
    Object.assign(tasks.arm, {
      get: (...of: Parameters<typeof get>) => (answers.shift() ?? (() => get(...of)))(),
    });
    const building = build();
    await until('it is uploaded once', () => tasks.registry.source.length > 0);
    tasks.registry.uploadStatus = 201;
    await expect(building).resolves.toMatchObject({ image: expect.stringContaining('@sha256:') });
    expect(answers).toEqual([]);
    expect(lines.filter(line => line.startsWith('The image of cccccccccccc: '))).toEqual([
      expect.stringMatching(/could not be read: its git host has no answer at the moment .*503/),
      expect.stringMatching(/storage at 127\.0\.0\.1:\d+ answered 503/),
      expect.stringMatching(/Azure is away/),
    ]);
    expect(tasks.registry.scheduled).toHaveLength(1);
  });

  it('is given up where the registry has it no more', async () => {
    kept.set('run', 'run1');
    let looks = 0;
    const { get } = tasks.arm;
    Object.assign(tasks.arm, {
      get: async (...of: Parameters<typeof get>) => (looks++ === 0 ? get(...of) : undefined),
    });
    await expect(build()).rejects.toThrow(
      'The registry no longer has the build run1: start again.',
    );
    expect(looks).toBe(11);
  });

  it('is cancelled at the registry with its operation, and goes on there when the portal restarts', async () => {
    for (const why of ['shutdown', 'cancelled'] as const) {
      const stop = new AbortController();
      const building = build({ signal: stop.signal });
      const follows = why === 'shutdown' ? /is scheduled at/ : /Goes on with the build/;
      while (!lines.some(line => follows.test(line))) await delay(10);
      stop.abort(new Stopped(why));
      await expect(building).rejects.toMatchObject({ name: 'AbortError' });
      expect(kept.get('run')).toBe('run1');
      expect(tasks.registry.cancelled).toEqual(why === 'cancelled' ? ['run1'] : []);
    }
    expect(tasks.registry.scheduled).toHaveLength(1);
  });

  it('takes no source from a repository that another entity describes', async () => {
    await world.publish({
      'catalog-info.yaml': 'kind: Component\nmetadata: { name: payroll }\n',
    });
    await expect(build()).rejects.toThrow(
      `is not ${app.request.entityRef}'s own: the catalog-info.yaml of that commit does not describe it.`,
    );
    expect(tasks.registry.scheduled).toEqual([]);
  });

  it('goes on with the build that an earlier try had started', async () => {
    kept.set('run', 'run7');
    tasks.registry.status = 'Succeeded';
    await build();
    expect(tasks.registry.scheduled).toEqual([]);
    expect(lines[0]).toBe('Goes on with the build run7.');
  });

  it('fails with a sentence, and never with the signature of an address', async () => {
    tasks.registry.status = 'Failed';
    await expect(build()).rejects.toThrow(/The build run1 .* ended as Failed/);
    expect(kept.has('run')).toBe(false);
    tasks.registry.uploadStatus = 403;
    const refused = await build().catch((error: Error) => `${error.message} ${error.stack}`);
    expect(refused).toMatch(/could not be uploaded.*answered 403/);
    expect(refused).not.toContain(tasks.signature);
    await expect(build({ commit: 'e'.repeat(40) })).rejects.toThrow(
      /could not be read: check that it is pushed/,
    );
    await expect(build({ namespaceOf: 'component:default/other' })).rejects.toThrow(
      /does not belong to/,
    );
    expect(tasks.registry.scheduled).toHaveLength(1);
  });
});
