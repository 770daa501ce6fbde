import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import { repositoryName } from '../app/imageRepository';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import type { WorkContext } from '../operations/work';
import { application } from '../testing/app';
import { startRegistry } from '../testing/containerRegistry';
import { startGitHost } from '../testing/gitHost';
import { createBuildWork } from './work';

const commit = 'c'.repeat(40);
export const app = application();
export const repository = repositoryName(app.request, app.zone);

const namespaceOf = (entityRef: string) =>
  ({
    get: async () => ({
      metadata: {
        labels: { [TAG_ENTITY]: entityLabel(entityRef), [TAG_MANAGED_BY]: MANAGED_BY },
      },
    }),
  }) as unknown as ClusterClient;

/** The build of a published commit, over a real git host and a registry that is none. */
export async function startBuild() {
  const lines: string[] = [];
  const kept = new Map<string, string>();
  const tasks = await startRegistry();
  let git = await startGitHost(commit, {
    Containerfile: 'FROM scratch\n',
    'src/app.ts': 'x',
    'catalog-info.yaml': `kind: Component\nmetadata: { name: ${app.request.name} }\n`,
  });

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
      stage: async () => undefined,
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

  return {
    ...{ lines, kept, tasks, build },
    away: (times: number) => git.away(times),
    /** Another commit takes the place of the one that was there. */
    async publish(files: Record<string, string>) {
      await git.stop();
      git = await startGitHost(commit, files);
    },
    async stop() {
      await git.stop();
      await tasks.stop();
    },
  };
}
