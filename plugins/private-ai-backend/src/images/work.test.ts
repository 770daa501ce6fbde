import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { extract } from 'tar';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { application } from '../testing/app';
import { largestPart, mostLines } from './buildLog';
import { createBuildWork } from './work';
import { startGitHost } from '../testing/gitHost';
import { startImages } from './imagesForTest';
import { startRegistry } from '../testing/containerRegistry';
import { Stopped, type WorkContext } from '../operations/work';

const commit = 'c'.repeat(40);
const app = application();

describe('the build of a published commit', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let tasks: Awaited<ReturnType<typeof startRegistry>>;
  let lines: string[];
  let kept: Map<string, string>;

  const namespaceOf = (entityRef: string) =>
    ({
      get: async () => ({
        metadata: {
          labels: { [TAG_ENTITY]: entityLabel(entityRef), [TAG_MANAGED_BY]: MANAGED_BY },
        },
      }),
    }) as unknown as ClusterClient;

  function build(
    change: {
      commit?: string;
      namespaceOf?: string;
      signal?: AbortSignal;
      zone?: LandingZone;
      token?: (scope: string) => Promise<string>;
    } = {},
  ) {
    const source = { ...git.source, commit: change.commit ?? commit };
    const context = {
      operation: { input: { app: app.request, source } },
      zone: change.zone ?? app.zone,
      signal: change.signal ?? new AbortController().signal,
      log: (line: string) => lines.push(line),
      checkpoints: {
        get: async (key: string) => kept.get(key),
        set: async (key: string, value?: string) => {
          if (value === undefined) kept.delete(key);
          else kept.set(key, value);
        },
      },
    } as unknown as WorkContext<'build'>;
    return createBuildWork({
      azure: () => ({ arm: tasks.arm, token: change.token }) as never,
      cluster: () => namespaceOf(change.namespaceOf ?? app.request.entityRef),
      reader: git.reader,
      integrations: git.integrations,
      pollMs: 20,
    }).run(context);
  }

  beforeEach(async () => {
    lines = [];
    kept = new Map();
    git = await startGitHost(commit, {
      Containerfile: 'FROM scratch\n',
      'src/app.ts': 'x',
      'catalog-info.yaml': `kind: Component\nmetadata: { name: ${app.request.name} }\n`,
    });
    tasks = await startRegistry();
  });
  afterEach(async () => {
    await git.stop();
    await tasks.stop();
  });

  it('uploads it, follows the log line by line and names the image by its digest', async () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'private-ai-build-test-'));
    tasks.registry.log = 'Step 1: \u001b[1mFROM\u001b[0m scratch\nStep';
    setTimeout(() => {
      tasks.registry.log += ' 2: done\n';
      tasks.registry.status = 'Succeeded';
    }, 150);
    const { image } = await build();
    expect(image).toBe(`acrtest.azurecr.io/private-ai/weather@sha256:${'d'.repeat(64)}`);
    expect(lines).toEqual(expect.arrayContaining(['Step 1: FROM scratch', 'Step 2: done']));
    expect(tasks.registry.scheduled).toMatchObject([
      {
        dockerFilePath: 'Containerfile',
        imageNames: ['private-ai/weather:cccccccccccc'],
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

  it('is cancelled at the registry with its operation, and goes on there when the portal restarts', async () => {
    for (const why of ['shutdown', 'cancelled'] as const) {
      const stop = new AbortController();
      const building = build({ signal: stop.signal });
      while (!kept.has('run')) await delay(10);
      stop.abort(new Stopped(why));
      await expect(building).rejects.toMatchObject({ name: 'AbortError' });
      expect(kept.get('run')).toBe('run1');
      expect(tasks.registry.cancelled).toEqual(why === 'cancelled' ? ['run1'] : []);
    }
    expect(tasks.registry.scheduled).toHaveLength(1);
  });

  describe('where somebody else builds', () => {
    let images: Awaited<ReturnType<typeof startImages>>;
    const external = (waitMinutes = 1): LandingZone => ({
      ...app.zone,
      registry: {
        ...app.zone.registry,
        endpoint: images.url,
        build: { strategy: 'external', waitMinutes },
      },
    });
    const token = async (scope: string) => `entra token for ${scope}`;
    beforeEach(async () => {
      images = await startImages();
    });
    afterEach(() => images.stop());

    it('waits for the image of the commit and takes its digest, with a token of the registry', async () => {
      images.push('private-ai/weather:cccccccccccc', 2);
      await expect(build({ zone: external(), token })).resolves.toEqual({
        image: `acrtest.azurecr.io/private-ai/weather@${images.digest}`,
      });
      expect(lines[0]).toMatch(
        /^Waits for the company's builder to push acrtest.azurecr.io\/private-ai\/weather:cccccccccccc: \d+ s so far/,
      );
      expect(images.asked.slice(0, 2)).toEqual([
        {
          grant_type: 'access_token',
          service: 'acrtest.azurecr.io',
          tenant: app.zone.azure.tenantId,
          access_token: 'entra token for https://containerregistry.azure.net/.default',
        },
        {
          grant_type: 'refresh_token',
          service: 'acrtest.azurecr.io',
          scope: 'repository:private-ai/weather:pull',
          refresh_token: 'refresh',
        },
      ]);
      expect(images.asked).toHaveLength(2);
    });

    it('signs in again when its token ends while it waits', async () => {
      images.forgetAfter(2);
      images.push('private-ai/weather:cccccccccccc', 4);
      await build({ zone: external(), token });
      expect(images.asked).toHaveLength(4);
    });

    it('counts the time from the first look, whichever replica it was, and says what to do when it is over', async () => {
      kept.set('waits-since', new Date(Date.now() - 61_000).toISOString());
      await expect(build({ zone: external(), token })).rejects.toThrow(
        /weather:cccccccccccc was not pushed within 1 minutes. Look at the run of the repository’s CI/,
      );
      expect(kept.has('waits-since')).toBe(false);
    });

    it('does not wait for what it may not see, nor for a repository of another entity', async () => {
      images.refuse(401);
      await expect(build({ zone: external(), token })).rejects.toThrow(
        /does not let the portal's identity look for images \(401\): the platform team has to assign it AcrPull/,
      );
      await git.stop();
      git = await startGitHost(commit, { 'catalog-info.yaml': 'kind: Component\n' });
      await expect(build({ zone: external(), token })).rejects.toThrow(/'s own: the catalog-info/);
    });

    it('bears a registry that does not answer, and says so', async () => {
      images.refuse(503, 2);
      images.push('private-ai/weather:cccccccccccc', 0);
      await build({ zone: external(), token });
      expect(lines).toContain('The registry acrtest.azurecr.io answered 503.');
    });
  });

  it('takes no source from a repository that another entity describes', async () => {
    await git.stop();
    git = await startGitHost(commit, {
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
