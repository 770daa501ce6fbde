import { randomUUID } from 'node:crypto';
import { ArmError } from '../arm/errors.ts';
import type { ArmHooks } from '../arm/hooks.ts';
import type { ArmResource } from '../arm/resource.ts';
import type { Blobs } from './blobs.ts';
import type { BuildRequest, Run, Runs } from './runs.ts';

type RegistryHook = NonNullable<ArmHooks['registry']>;

/** Azure Container Registry's tasks, api-version 2019-06-01-preview, as far as a build of uploaded source needs them. */
export function registryHook(runs: Runs, blobs: Blobs, base: () => string): RegistryHook {
  return async ({ registry, method, rest, body }) => {
    const [first, runId, last] = rest.split('/');
    switch (`${method} ${first}`.toLowerCase()) {
      case 'post listbuildsourceuploadurl': {
        const path = `source/${new Date().toISOString().slice(0, 10)}/${randomUUID()}.tar.gz`;
        const uploadUrl = blobs.signed(base(), path, 'cw');
        return { status: 200, body: { relativePath: path, uploadUrl } };
      }
      case 'post schedulerun': {
        const run = runs.schedule(registry.id, parseBuild(body, registry, blobs));
        return { status: 200, body: runBody(run, registry) };
      }
      case 'get runs': {
        if (!runId)
          return {
            status: 200,
            body: { value: runs.list(registry.id).map(run => runBody(run, registry)) },
          };
        return { status: 200, body: runBody(found(runs, registry, runId), registry) };
      }
      case 'post runs': {
        const run = found(runs, registry, runId);
        if (last?.toLowerCase() === 'cancel') {
          runs.cancel(run);
          return { status: 200 };
        }
        if (last?.toLowerCase() !== 'listlogsasurl') return undefined;
        return { status: 200, body: { logLink: runs.logLink(base(), run.runId) } };
      }
      default:
        return undefined;
    }
  };
}

function found(runs: Runs, registry: ArmResource, runId: string): Run {
  const run = runs.get(registry.id, runId);
  if (!run)
    throw new ArmError(
      404,
      'RunNotFound',
      `The run '${runId}' of the registry '${registry.name}' was not found.`,
    );
  return run;
}

function runBody(run: Run, registry: ArmResource) {
  const { runId, status, createTime, startTime, finishTime, error, outputImages } = run;
  return {
    id: `${registry.id}/runs/${runId}`,
    name: runId,
    type: 'Microsoft.ContainerRegistry/registries/runs',
    properties: {
      runId,
      status,
      runType: 'QuickBuild',
      provisioningState: 'Succeeded',
      isArchiveEnabled: false,
      createTime,
      lastUpdatedTime: finishTime ?? startTime ?? createTime,
      ...(startTime && { startTime }),
      ...(finishTime && { finishTime }),
      ...(error && { runErrorMessage: error }),
      ...(outputImages.length > 0 && { outputImages }),
      platform: { os: 'Linux', architecture: 'amd64' },
      agentConfiguration: { cpu: 2 },
    },
  };
}

interface RawBuild {
  type?: unknown;
  imageNames?: unknown;
  isPushEnabled?: unknown;
  dockerFilePath?: unknown;
  sourceLocation?: unknown;
  target?: unknown;
  timeout?: unknown;
  platform?: { os?: unknown };
  arguments?: { name: string; value: string }[];
}

function parseBuild(body: unknown, registry: ArmResource, blobs: Blobs): BuildRequest {
  const refuse = (message: string) => new ArmError(400, 'InvalidParameter', message);
  const raw = (body ?? {}) as RawBuild;
  if (raw.type !== 'DockerBuildRequest')
    throw refuse(`The sandbox runs a DockerBuildRequest, not ${String(raw.type)}.`);
  if (raw.platform?.os !== 'Linux') throw refuse('platform.os must be Linux.');
  const source = typeof raw.sourceLocation === 'string' ? raw.sourceLocation : '';
  if (!/^source\/[\w./-]+$/.test(source) || source.includes('..') || !blobs.exists(source))
    throw refuse(
      `The source '${source}' was not uploaded: PUT it to the address of listBuildSourceUploadUrl first.`,
    );
  const names = Array.isArray(raw.imageNames) ? raw.imageNames.map(String) : [];
  const timeoutSeconds = Number(raw.timeout ?? 3600);
  if (!(timeoutSeconds >= 300 && timeoutSeconds <= 28_800))
    throw refuse('timeout must be from 300 to 28800 seconds.');
  return {
    loginServer: registry.properties.loginServer,
    images: names.map(name => {
      const [, repository, tag = 'latest'] =
        /^([a-z\d]+(?:[._/-]+[a-z\d]+)*)(?::([\w][\w.-]{0,127}))?$/.exec(name) ?? [];
      if (!repository) throw refuse(`'${name}' is not a name of an image.`);
      return { repository, tag };
    }),
    push: raw.isPushEnabled !== false,
    containerfile: typeof raw.dockerFilePath === 'string' ? raw.dockerFilePath : 'Dockerfile',
    source,
    args: Object.fromEntries((raw.arguments ?? []).map(({ name, value }) => [name, value])),
    target: typeof raw.target === 'string' ? raw.target : undefined,
    timeoutSeconds,
  };
}
