import type { ArmHooks } from '../arm/hooks.ts';
import { runBody } from './answer.ts';
import type { Blobs } from './blobs.ts';
import { parseBuild } from './buildRequest.ts';
import type { Runs } from './runs.ts';

/** The runs of `taskRuns` resources: builds that may sign in as an identity of the resource's own. */
export function taskRunHooks(runs: Runs, blobs: Blobs): NonNullable<ArmHooks['taskRuns']> {
  return {
    schedule: ({ registry, request, identities, by }) =>
      runs.schedule(registry.id, parseBuild(request, { registry, blobs, identities, by })).runId,
    shown(registry, runId) {
      const run = runs.get(registry.id, runId);
      return run && runBody(run, registry);
    },
    async ended(runId) {
      const run = await runs.untilEnded(runId);
      if (run?.finishTime && run.status !== 'Succeeded')
        throw new Error(run.error ?? `The run ${runId} ended as ${run.status}.`);
    },
  };
}
