import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../entityLabel';
import type { ClusterClient } from '../kubernetes/client';
import { appForTest } from '../kubernetes/appForTest';
import { createBuildWork } from './build';
import { startGitHost } from './gitHostForTest';
import { startRegistry } from './registryForTest';
import type { WorkContext } from './work';

const commit = 'c'.repeat(40);
const app = appForTest();

describe('the build of a published commit', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let tasks: Awaited<ReturnType<typeof startRegistry>>;
  let lines: string[];
  let kept: Map<string, string>;

  const namespaceOf = (entityRef: string) =>
    ({
      get: async () => ({ metadata: { labels: { [TAG_ENTITY]: entityLabel(entityRef) } } }),
    }) as unknown as ClusterClient;

  function build(change: { commit?: string; namespaceOf?: string } = {}) {
    const source = { ...git.source, commit: change.commit ?? commit };
    const context = {
      operation: { input: { app: app.request, source } },
      zone: app.zone,
      signal: new AbortController().signal,
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
      azure: () => ({ arm: tasks.arm }) as never,
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
    const folder = mkdtempSync(join(tmpdir(), 'private-ai-build-test-'));
    writeFileSync(join(folder, 'source.tar.gz'), tasks.registry.source);
    await extract({ file: join(folder, 'source.tar.gz'), cwd: folder });
    expect(readFileSync(join(folder, 'src/app.ts'), 'utf8')).toBe('x');
    rmSync(folder, { recursive: true });
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
