import { setTimeout as delay } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterClient, KubernetesObject } from './client';
import { podTrouble, type Trouble } from './podTroubles';

/** Shorter than the grace that work is given once it has to stop, in milliseconds. */
const removalMs = 4_000;

/**
 * Runs a pod of one container to its end and answers with what it wrote. The pod is removed again, whatever happens.
 * @throws ServiceUnavailableError that says why it did not run, ClusterError where the cluster refuses it
 */
export async function runPod(
  cluster: Pick<ClusterClient, 'get' | 'apply' | 'remove' | 'logs'>,
  pod: KubernetesObject,
  options: {
    signal: AbortSignal;
    log(message: string, level: 'warn'): void;
    /** Milliseconds until it has to have ended. */
    deadlineMs?: number;
    pollMs?: number;
    /** How long a trouble that will not pass may last before it counts, in milliseconds. */
    patienceMs?: number;
  },
): Promise<string> {
  const { apiVersion, kind, metadata, spec } = pod;
  const ref = { apiVersion, kind, namespace: String(metadata.namespace), name: metadata.name };
  const container: string = spec.containers[0].name;
  try {
    await cluster.apply(pod, { signal: options.signal });
    const failure = await ending(cluster, ref, options);
    const log = cluster.logs({ ...ref, container }, options.signal);
    if (failure === undefined) return await log;
    const text = (await log.catch(() => '')).trim();
    throw new ServiceUnavailableError(text ? `${failure} Its last lines: ${text}` : failure);
  } finally {
    await cluster.remove(ref, AbortSignal.timeout(removalMs)).catch((error: Error) => {
      options.log(`Pod ${ref.name} was not removed, and ends by itself. ${error.message}`, 'warn');
    });
  }
}

/** Waits until it has ended: undefined when it did well, else what went wrong while it ran. */
async function ending(
  cluster: Pick<ClusterClient, 'get'>,
  ref: Parameters<ClusterClient['get']>[0],
  options: Parameters<typeof runPod>[2],
): Promise<string | undefined> {
  const { signal, deadlineMs = 60_000, pollMs = 300, patienceMs = 5_000 } = options;
  const started = Date.now();
  let final: { trouble: Trouble; since: number } | undefined;
  for (;;) {
    const pod = await cluster.get(ref, signal);
    if (!pod) throw new ServiceUnavailableError(`Pod ${ref.name} was removed before it had ended.`);
    const { phase, reason, message } = pod.status ?? {};
    if (phase === 'Succeeded') return undefined;
    const trouble = podTrouble(pod);
    if (phase === 'Failed') {
      return reason
        ? `Pod ${ref.name} was ended (${reason}): ${message ?? 'no reason given'}.`
        : (trouble?.sentence ?? `Pod ${ref.name} failed.`);
    }
    // A pull that is tried again looks like none for a moment: only the absence of any trouble takes it back.
    if (!trouble) final = undefined;
    else if (trouble.final) final = { trouble, since: final?.since ?? Date.now() };
    const lasting = final !== undefined && Date.now() - final.since >= patienceMs;
    if (lasting || Date.now() - started >= deadlineMs) {
      const told = final?.trouble ?? trouble;
      const why = told?.sentence ?? `It runs for more than ${Math.round(deadlineMs / 1000)} s.`;
      throw new ServiceUnavailableError(`Pod ${ref.name} did not come to its end. ${why}`);
    }
    await delay(pollMs, undefined, { signal });
  }
}
