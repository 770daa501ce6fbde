import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve as absolute } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Room, Surroundings } from '../room.ts';
import { startAutoscalers } from './autoscalers.ts';
import { ClusterClient } from './client.ts';
import { startCollectors } from './collectors.ts';
import { startDeployments } from './deployments.ts';
import { startDisruptionBudgets } from './disruptionBudgets.ts';
import { startEgressProxy } from './egressProxy.ts';
import { startEndpoints } from './endpoints.ts';
import { Informer } from './informer.ts';
import { forgetPods, startKubelet, type Kubelet } from './kubelet.ts';
import { podWebhooks } from './podWebhooks.ts';
import { podSurroundings, withLocalTelemetry } from './podSurroundings.ts';
import type { Pace } from './containerWorker.ts';
import { addressOf, resolveName, type Resolution } from './privateNames.ts';
import { startReplicaSets } from './replicaSets.ts';
import { startScheduler } from './scheduler.ts';
import type { ControllersDeps } from './surroundings.ts';

/** The controllers at work; `url` is the egress proxy's. */
export interface ControllersRoom extends Room {
  dial: Kubelet['dial'];
  logs: Kubelet['logs'];
  pid: Kubelet['pid'];
  /** What a host name means inside of the network. */
  resolve(host: string): Resolution;
}

/** A kubelet's own pace. */
const kubeletPace: Pace = { setup: 2000, restart: 10_000, longest: 300_000, volumes: 10_000 };

/** Milliseconds. */
const operatorPatience = 1000;

/** Says nothing twice in a row: a cluster that lacks a kind lacks it every second. */
function saidOnce(log: (message: string) => void): (message: string) => void {
  let last: string | undefined;
  return message => {
    if (message !== last) log(message);
    last = message;
  };
}

/** Starts everything that works behind the cluster's API, as ordinary clients of it. */
export async function startControllers(
  surroundings: Surroundings,
  {
    port,
    cluster,
    arm,
    images,
    python,
    addresses,
    configureCollector,
    pace = kubeletPace,
  }: ControllersDeps & { pace?: Pace },
): Promise<ControllersRoom> {
  const { log } = surroundings;
  const folder = absolute(surroundings.folder, 'controllers');
  const pods = join(folder, 'pods');
  const caFile = join(folder, 'ca.pem');
  await mkdir(pods, { recursive: true, mode: 0o700 });
  await writeFile(caFile, surroundings.authority.pem);

  const client = new ClusterClient(cluster);
  const stopping = new AbortController();
  const informers = {
    deployments: new Informer(client, 'deployments', log),
    replicasets: new Informer(client, 'replicasets', log),
    pods: new Informer(client, 'pods', log),
    services: new Informer(client, 'services', log),
    endpointslices: new Informer(client, 'endpointslices', log),
    configmaps: new Informer(client, 'configmaps', log),
    secrets: new Informer(client, 'secrets', log),
    autoscalers: new Informer(client, 'horizontalpodautoscalers', log),
    budgets: new Informer(client, 'poddisruptionbudgets', log),
  };
  const collectors = new Informer(client, 'opentelemetrycollectors', saidOnce(log));
  const resolve = (host: string) => resolveName(host, arm, addresses);
  const proxy = await startEgressProxy({
    client,
    resolve,
    address: host => addressOf(host, arm),
    pod: uid => informers.pods.all().find(pod => pod.metadata.uid === uid),
    port,
  });
  const webhooks = podWebhooks(client, { tenantId: arm.tenantId, python, log });
  // The kubelet first: what the others make is to find it listening.
  const kubelet = await startKubelet(client, informers, {
    images,
    mintToken: cluster.mintToken,
    folder: pods,
    caFile,
    surroundings: pod => podSurroundings(pod, { proxyFor: proxy.urlFor, folder: pods }),
    localised: env =>
      withLocalTelemetry(env, {
        telemetry: addresses.telemetry,
        isCollector: key => collectors.get(key) !== undefined,
      }),
    // A ReplicaSet's pods were given it when they were made.
    admitted: async pod =>
      pod.metadata.ownerReferences?.some(({ kind }) => kind === 'ReplicaSet')
        ? pod
        : webhooks.identified(pod),
    pace,
    log,
  });
  const queues = [
    startScheduler(client, informers.pods, log),
    startDeployments(client, informers, log),
    startReplicaSets(client, informers, webhooks.admit, log),
    startEndpoints(client, informers, log),
    startAutoscalers(client, informers, log),
    startDisruptionBudgets(client, informers, log),
    startCollectors(client, collectors, log),
  ];
  collectors.onChange(() => configureCollector(collectors.all()[0]?.spec.config));
  // Waited for, but not long: a cluster in front of which this stands may have no such operator.
  const known = Promise.race([collectors.start(stopping.signal), sleep(operatorPatience)]);
  // Pods last: whoever hears of one can look at what it belongs to.
  const { pods: last, ...others } = informers;
  await Promise.all([known, ...Object.values(others).map(one => one.start(stopping.signal))]);
  await last.start(stopping.signal);
  await forgetPods(pods, informers.pods);
  return {
    url: proxy.url,
    dial: kubelet.dial,
    logs: kubelet.logs,
    pid: kubelet.pid,
    resolve,
    async stop() {
      stopping.abort();
      await Promise.all(queues.map(queue => queue.stop()));
      await kubelet.stop();
      await proxy.stop();
      client.close();
    },
  };
}
