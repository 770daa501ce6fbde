import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import { startEvents } from './events.ts';
import { keyOf, type Informer } from './informer.ts';
import { nodeAddress, nodeName, registerNode } from './node.ts';
import type { LogOptions } from './podLogs.ts';
import { PodWorker, type WorkerDeps } from './podWorker.ts';
import { WorkQueue } from './workQueue.ts';

/** Processes are given so long, in seconds, when the sandbox itself ends. */
const lastGrace = 3;

export interface Kubelet {
  /** Where a pod's process answers for a port of the pod; undefined: connection refused. */
  dial(podIP: string, port: number): { host: string; port: number } | undefined;
  /** What a pod's container wrote; undefined when there is nothing (yet). */
  logs(
    pod: KubernetesObject,
    options: LogOptions & { container: string },
    signal: AbortSignal,
  ): Promise<Readable | string | undefined>;
  /** The process of a pod's first container, while it runs. */
  pid(namespace: string, pod: string): number | undefined;
  /** Ends all processes. */
  stop(): Promise<void>;
}

/** Runs the pods that are bound to this node as local processes. */
export async function startKubelet(
  client: ClusterClient,
  { pods, configmaps, secrets }: Record<'pods' | 'configmaps' | 'secrets', Informer>,
  deps: Omit<WorkerDeps, 'client' | 'hostIP' | 'warn'> & {
    /** A pod as the cluster's webhooks would have made it. */
    admitted(pod: KubernetesObject): Promise<KubernetesObject>;
  },
): Promise<Kubelet> {
  const workers = new Map<string, { worker: PodWorker; key: string }>();
  const kept = () => [...workers.values()];
  const warn = startEvents(client, 'kubelet', deps.log);
  let stopping = false;
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  await registerNode(client);

  /** One turn for a pod, named by `uid key`: starts what is to run, ends what is not. */
  const queue = new WorkQueue(async turn => {
    const [uid, key] = turn.split(' ');
    const found = pods.get(key);
    const pod = found?.metadata.uid === uid ? found : undefined;
    const running = workers.get(uid);
    if (pod && !pod.metadata.deletionTimestamp) {
      if (running) running.worker.update(await deps.admitted(pod));
      else if (!stopping && isMine(pod)) {
        const address = freeAddress(
          pod,
          kept().map(one => one.worker.podIP),
        );
        const worker = new PodWorker(await deps.admitted(pod), address, {
          ...deps,
          client,
          warn,
          hostIP: nodeAddress,
        });
        workers.set(uid, { worker, key });
      }
      return;
    }
    const grace = pod?.metadata.deletionGracePeriodSeconds ?? running?.worker.graceSeconds ?? 30;
    await running?.worker.stop(grace);
    workers.delete(uid);
    // Its processes are gone: now the pod may go.
    if (pod && pod.spec.nodeName === nodeName) {
      const { namespace, name } = pod.metadata;
      await client.delete('pods', { namespace, name, uid }, 0);
    }
    await rm(join(deps.folder, uid), { recursive: true, force: true });
  }, deps.log);

  const volumes = new WorkQueue(async uid => workers.get(uid)?.worker.refreshVolumes(), deps.log);
  for (const [plural, informer] of Object.entries({ configmaps, secrets }))
    informer.onChange((now, before) => {
      const { namespace = '', name } = ((now ?? before) as KubernetesObject).metadata;
      for (const [uid, { worker }] of workers)
        if (worker.shows(namespace, `${plural} ${name}`)) volumes.add(uid, deps.pace.volumes);
    });
  pods.onChange((now, before) => {
    for (const pod of new Set([now, before]))
      if (pod) queue.add(`${pod.metadata.uid} ${keyOf(pod)}`);
  });
  return {
    dial(podIP, port) {
      const local = kept()
        .find(({ worker }) => worker.podIP === podIP)
        ?.worker.dial(port);
      return local === undefined ? undefined : { host: '127.0.0.1', port: local };
    },
    async logs({ metadata }, { container, ...options }, signal) {
      const worker = workers.get(String(metadata.uid))?.worker;
      return worker?.logsOf(container)?.read(options, signal);
    },
    pid: (namespace, pod) => kept().find(({ key }) => key === `${namespace}/${pod}`)?.worker.pid,
    async stop() {
      stopping = true;
      await Promise.all(
        kept().map(({ worker }) =>
          worker.stop(Math.min(lastGrace, worker.graceSeconds), { preStop: false }),
        ),
      );
      await queue.stop();
      await volumes.stop();
    },
  };
}

/** Takes away the files of pods that went while the kubelet was not there. */
export async function forgetPods(folder: string, pods: Informer): Promise<void> {
  const known = new Set(pods.all().map(pod => pod.metadata.uid));
  for (const uid of await readdir(folder)) {
    if (!known.has(uid)) await rm(join(folder, uid), { recursive: true, force: true });
  }
}

const isMine = ({ spec, status }: KubernetesObject) =>
  spec.nodeName === nodeName && !['Succeeded', 'Failed'].includes(status?.phase);

/** The address that the pod has already, or the lowest that is free. */
function freeAddress(pod: KubernetesObject, taken: string[]): string {
  const before: string | undefined = pod.status?.podIP;
  if (before && !taken.includes(before)) return before;
  for (let last = 4; last < 255; last++) {
    const address = `10.244.0.${last}`;
    if (!taken.includes(address)) return address;
  }
  throw new Error('No address is left for the pod: the node has 251.');
}
