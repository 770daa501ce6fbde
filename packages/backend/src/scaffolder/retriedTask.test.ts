import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import {
  createTemplateAction,
  scaffolderActionsExtensionPoint,
} from '@backstage/plugin-scaffolder-node';
import { privateAiActionsModule } from '@private-ai/plugin-private-ai-backend';
import { parse } from 'yaml';

const file = resolve(__dirname, '../../../../templates/private-ai-app/template.yaml');
const template = parse(readFileSync(file, 'utf8')) as Entity & {
  spec: { steps: { id: string; action: string }[] };
};
const stepOf = (id: string) => template.spec.steps.find(step => step.id === id)!;

/** The template's own publishing steps, between a step that writes a file and the one after them. */
const publishing = (name: string): Entity => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name, namespace: 'default' },
  spec: {
    owner: 'group:default/team',
    type: 'service',
    steps: [
      { id: 'plan', name: 'Plan', action: 'test:plan' },
      { id: 'fetch', name: 'Fetch', action: 'test:fetch' },
      ...['publish-github', 'publish-azure', 'publish-gitlab', 'publish-gitea', 'published'].map(
        stepOf,
      ),
      { id: 'register', name: 'Register', action: 'test:register' },
    ] as never,
  },
});
const guard = ' and workspaceHoldsFiles(context.task.id)';
const entity = publishing('guarded');
const naive = JSON.parse(JSON.stringify(publishing('naive')).replaceAll(guard, '')) as Entity;

describe('a task of the template, in the scaffolder with its recovery on', () => {
  let workingDirectory: string;
  let gitHostAnswers: boolean;
  let published: string[] | undefined;
  const ran: string[] = [];
  const stops: (() => Promise<void>)[] = [];

  const action = (id: string, run: (ctx: { workspacePath: string }) => object | void) =>
    createTemplateAction({
      id,
      async handler(ctx) {
        ran.push(id);
        for (const [name, value] of Object.entries(run(ctx) ?? {})) {
          ctx.output(name as never, value as never);
        }
      },
    });
  const actions = createBackendModule({
    pluginId: 'scaffolder',
    moduleId: 'test-actions',
    register(registration) {
      registration.registerInit({
        deps: { scaffolder: scaffolderActionsExtensionPoint },
        async init({ scaffolder }) {
          scaffolder.addActions(
            action('test:plan', () => ({
              repository: { type: 'gitea', repoUrl: 'git.example?owner=a&repo=b' },
            })),
            action('test:fetch', ({ workspacePath }) => {
              mkdirSync(join(workspacePath, 'src'), { recursive: true });
              writeFileSync(join(workspacePath, 'src/main.ts'), 'export {};');
            }),
            action('publish:gitea', ({ workspacePath }) => {
              if (!gitHostAnswers) throw new Error('The git host does not answer.');
              published = readdirSync(workspacePath);
              return { commitHash: 'a'.repeat(40) };
            }),
            ...['github', 'azure', 'gitlab'].map(host => action(`publish:${host}`, () => {})),
            action('test:register', () => {}),
          );
        },
      });
    },
  });

  async function startPortal() {
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        privateAiActionsModule,
        actions,
        catalogServiceMock.factory({ entities: [entity, naive] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            backend: { workingDirectory },
            scaffolder: { taskRecovery: { enabled: true } },
          },
        }),
      ],
    });
    stops.push(() => backend.stop());
    const { port } = backend.server as Server & { port(): number };
    const url = `http://localhost:${port.call(backend.server)}/api/scaffolder/v2`;
    const call = async (path: string, body?: object) => {
      const response = await fetch(`${url}${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      return response.json();
    };
    return {
      call,
      async start(name: string): Promise<string> {
        const values = { templateRef: `template:default/${name}`, values: {} };
        return (await call('/tasks', values)).id;
      },
      async ends(id: string): Promise<string> {
        for (;;) {
          const { status } = await call(`/tasks/${id}`);
          if (status === 'completed' || status === 'failed') return status;
          await new Promise(later => setTimeout(later, 100));
        }
      },
      async log(id: string): Promise<string> {
        const events: { body: { message: string } }[] = await call(`/tasks/${id}/events`);
        return events.map(({ body }) => body.message).join('\n');
      },
    };
  }

  beforeEach(() => {
    workingDirectory = mkdtempSync(join(tmpdir(), 'private-ai-scaffolder-'));
    ran.length = 0;
    published = undefined;
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    rmSync(workingDirectory, { recursive: true });
  });

  it('publishes what it has fetched', async () => {
    gitHostAnswers = true;
    const portal = await startPortal();
    const task = await portal.start('guarded');
    expect(await portal.ends(task)).toBe('completed');
    expect(ran).toEqual(['test:plan', 'test:fetch', 'publish:gitea', 'test:register']);
    expect(published).toEqual(['src']);
  });

  /** A first try that failed because of the git host, and a second one. */
  async function triedTwice(name: string) {
    gitHostAnswers = false;
    const portal = await startPortal();
    const task = await portal.start(name);
    expect(await portal.ends(task)).toBe('failed');
    expect(await portal.log(task)).toContain('The git host does not answer.');
    gitHostAnswers = true;
    ran.length = 0;
    await portal.call(`/tasks/${task}/retry`, { secrets: {} });
    const status = await portal.ends(task);
    return { status, log: await portal.log(task) };
  }

  it('publishes nothing at a second try, whose workspace is empty, and says what to do', async () => {
    const { status, log } = await triedTwice('guarded');
    expect(status).toBe('failed');
    expect(log).toContain('Skipping step fetch because it was already completed');
    expect(log).toContain('There is nothing to publish');
    expect(ran).toEqual([]);
  });

  it('would publish an empty repository without the condition', async () => {
    const { status } = await triedTwice('naive');
    expect(status).toBe('completed');
    expect(published).toEqual([]);
  });
});
