import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createCheckWorkspaceAction } from './checkWorkspace';
import { workspaceHoldsFiles } from './workspace';

describe('a workspace that is to be published', () => {
  let folder: string;
  const task = 'b0c7e9a4-0000-4000-8000-000000000000';
  const holds = (id: string) =>
    workspaceHoldsFiles(new ConfigReader({ backend: { workingDirectory: folder } })).fn(id);
  const check = async (path?: string) => {
    const workspacePath = join(folder, task);
    const ctx = createMockActionContext({ input: { path } as never, workspacePath });
    await createCheckWorkspaceAction().handler(ctx as never);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'private-ai-workspace-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is taken with a file in it', async () => {
    mkdirSync(join(folder, task));
    writeFileSync(join(folder, task, '.gitignore'), '');
    await check();
    expect(holds(task)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['is missing', () => {}],
    ['is empty', () => mkdirSync(join(folder, task))],
    ['holds only .git', () => mkdirSync(join(folder, task, '.git'), { recursive: true })],
    ['is a file', () => writeFileSync(join(folder, task), '')],
  ])('is refused where it %s', async (_, make) => {
    make();
    expect(holds(task)).toBe(false);
    await expect(check()).rejects.toThrow(
      /^There is nothing to publish: .* Start the template again from its form/,
    );
  });

  it('is looked at in the folder that is published, and nowhere else', async () => {
    mkdirSync(join(folder, task, 'service'), { recursive: true });
    writeFileSync(join(folder, task, 'notes.txt'), '');
    await expect(check('./service')).rejects.toThrow(/^There is nothing to publish/);
    writeFileSync(join(folder, task, 'service', 'main.ts'), '');
    await check('./service');
    await expect(check('../other')).rejects.toThrow(/not allowed/i);
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other', 'secret'), '');
    expect(holds(`${task}/../other`)).toBe(false);
  });
});
