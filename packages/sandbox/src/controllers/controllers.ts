import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve as absolute } from 'node:path';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Room, Surroundings } from '../room.ts';
import { ClusterClient } from './client.ts';
import { startDeployments } from './deployments.ts';
import { startEgressProxy } from './egressProxy.ts';
import { startEndpoints } from './endpoints.ts';
import { Informer } from './informer.ts';
import { askedInstrumentation, withInstrumentation, withWorkloadIdentity } from './injection.ts';
import { forgetPods, startKubelet, startScheduler, type Kubelet } from './kubelet.ts';
import { podSurroundings, withLocalTelemetry } from './podSurroundings.ts';
import type { Pace } from './podWorker.ts';
import { addressOf, resolveName, type Resolution } from './privateNames.ts';
import { startReplicaSets } from './replicaSets.ts';
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
const kubeletPace: Pace = { setup: 2000, restart: 10_000, longest: 300_000 };

/** Starts everything that works behind the cluster's API, as ordinary clients of it. */
export async function startControllers(
  surroundings: Surroundings,
  { port, cluster, arm, images, addresses, pace = kubeletPace }: ControllersDeps & { pace?: Pace },
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
  };
  const resolve = (host: string) => resolveName(host, arm, addresses);
  const proxy = await startEgressProxy({
    client,
    resolve,
    address: host => addressOf(host, arm),
    pod: uid => informers.pods.all().find(pod => pod.metadata.uid === uid),
    port,
  });
  // The kubelet first: what the others make is to find it listening.
  const kubelet = await startKubelet(client, informers.pods, {
    images,
    mintToken: cluster.mintToken,
    folder: pods,
    surroundings: pod => podSurroundings(pod, { caFile, proxyFor: proxy.urlFor, folder: pods }),
    localised: env => withLocalTelemetry(env, addresses.telemetry),
    // A ReplicaSet's pods were given it when they were made.
    admitted: async pod =>
      pod.metadata.ownerReferences?.some(({ kind }) => kind === 'ReplicaSet')
        ? pod
        : identified(client, arm.tenantId, pod),
    pace,
    log,
  });
  const queues = [
    startScheduler(client, informers.pods, log),
    startDeployments(client, informers, log),
    startReplicaSets(client, informers, (pod, set) => admit(client, arm.tenantId, pod, set), log),
    startEndpoints(client, informers, log),
  ];
  // Pods last: whoever hears of one can look at what it belongs to.
  for (const informer of ['deployments', 'replicasets', 'services', 'endpointslices'] as const)
    await informers[informer].start(stopping.signal);
  await informers.pods.start(stopping.signal);
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

const registerFile = createRequire(import.meta.url).resolve(
  '@opentelemetry/auto-instrumentations-node/register',
);

/** What workload identity's webhook makes of a new pod. */
async function identified(
  client: ClusterClient,
  tenantId: string,
  pod: KubernetesObject,
  namespace = String(pod.metadata.namespace),
): Promise<KubernetesObject> {
  const name = pod.spec.serviceAccountName ?? 'default';
  const account = await client.get('serviceaccounts', { namespace, name });
  return withWorkloadIdentity(pod, account, tenantId);
}

/** What the cluster's webhooks make of a ReplicaSet's new pod. */
async function admit(
  client: ClusterClient,
  tenantId: string,
  pod: KubernetesObject,
  set: KubernetesObject,
): Promise<KubernetesObject> {
  const whose = await identified(client, tenantId, pod, String(set.metadata.namespace));
  const asked = askedInstrumentation(pod);
  const instrumentation = asked && (await instrumentationFor(client, asked));
  if (!instrumentation) return whose;
  return withInstrumentation(whose, instrumentation, {
    deployment: set.metadata.ownerReferences?.find(one => one.kind === 'Deployment')?.name,
    replicaSet: set.metadata.name,
    registerFile,
  });
}

/** As the operator does: `true` means the only one of the namespace, and none where there are several. */
async function instrumentationFor(
  client: ClusterClient,
  { namespace, name }: { namespace: string; name?: string },
): Promise<KubernetesObject | undefined> {
  if (name) return client.get('instrumentations', { namespace, name });
  const { items } = await client.list('instrumentations', namespace);
  return items.length === 1 ? items[0] : undefined;
}
