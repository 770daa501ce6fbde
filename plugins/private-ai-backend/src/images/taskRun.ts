import { setTimeout as delay } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';

const version = apiVersions.registryTaskRun;
/** Milliseconds in which the registry has to say which run it is. */
const patience = 5 * 60_000;

/** A run that carries an identity of its own, which a run that is only scheduled cannot. */
export interface TaskRunOf {
  /** Full id. */
  id: string;
  /** Of the identity. */
  identity: { id: string; clientId: string };
  /** A DockerBuildRequest. */
  request: { sourceLocation: string } & Record<string, unknown>;
}

/**
 * Has the registry begin it; the run's id. The resource is written for as long as the run takes, and that is not waited for: the run tells
 * how it goes.
 */
export async function beginTaskRun(
  arm: ArmClient,
  { id, identity, request }: TaskRunOf,
  signal: AbortSignal,
  pollMs = 1_000,
): Promise<string> {
  const begun = new AbortController();
  const body = {
    identity: { type: 'UserAssigned', userAssignedIdentities: { [identity.id]: {} } },
    properties: {
      // Another source is another run, whatever else is the same.
      forceUpdateTag: request.sourceLocation,
      runRequest: {
        ...request,
        credentials: { sourceRegistry: { identity: identity.clientId } },
      },
    },
  };
  try {
    await arm.put(id, version, body, {
      signal: AbortSignal.any([signal, begun.signal]),
      onPoller: async () => begun.abort(),
    });
  } catch (error) {
    if (!begun.signal.aborted || signal.aborted) throw error;
  }
  for (const deadline = Date.now() + patience; Date.now() < deadline;) {
    const { forceUpdateTag, runResult } = ((await arm.get(id, version, signal))?.properties ??
      {}) as {
      forceUpdateTag?: string;
      runResult?: { name?: string; properties?: { runId?: string } };
    };
    const runId = runResult?.properties?.runId ?? runResult?.name;
    if (runId && forceUpdateTag === request.sourceLocation) return runId;
    await delay(pollMs, undefined, { signal });
  }
  throw new ServiceUnavailableError(
    `The registry has not begun the build ${id.split('/').at(-1)} within ${patience / 60_000} minutes.`,
  );
}
