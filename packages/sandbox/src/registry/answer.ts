import { randomUUID } from 'node:crypto';
import { ArmError } from '../arm/errors.ts';
import type { ArmHooks } from '../arm/hooks.ts';
import type { ArmResource } from '../arm/resource.ts';
import type { Blobs } from './blobs.ts';
import { parseBuild } from './buildRequest.ts';
import type { Run, Runs } from './runs.ts';

type RegistryHook = NonNullable<ArmHooks['registry']>;

/** Azure Container Registry's tasks, api-version 2019-06-01-preview, as far as a build of uploaded source needs them. */
export function registryHook(runs: Runs, blobs: Blobs, base: () => string): RegistryHook {
  return async ({ registry, method, rest, body, by }) => {
    const [first, runId, last] = rest.split('/');
    switch (`${method} ${first}`.toLowerCase()) {
      case 'post listbuildsourceuploadurl': {
        const path = `source/${new Date().toISOString().slice(0, 10)}/${randomUUID()}.tar.gz`;
        const uploadUrl = blobs.signed(base(), path, 'cw');
        return { status: 200, body: { relativePath: path, uploadUrl } };
      }
      case 'post schedulerun': {
        const run = runs.schedule(registry.id, parseBuild(body, { registry, blobs, by }));
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

export function runBody(run: Run, registry: ArmResource) {
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
