import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { ContainerWorker, type ContainerDeps, type Pace } from './containerWorker.ts';
import type { Container } from './podEnvironment.ts';
import type { LaunchDeps } from './launch.ts';
import type { RecordWarning } from './events.ts';
import { isSidecar } from './podResources.ts';
import { SetupError } from './podSetup.ts';
import { podStatus, timestamp, type ContainerRecord } from './podStatus.ts';
import { PodVolumes, volumeSources } from './podVolumes.ts';
import { StatusReport } from './statusReport.ts';

export interface WorkerDeps extends LaunchDeps {
  hostIP: string;
  pace: Pace;
  warn: RecordWarning;
  log(message: string): void;
}

/** Runs one pod: its volumes, its init containers one after the other, then all of its containers; ends them. */
export class PodWorker {
  readonly podIP: string;
  readonly #deps: WorkerDeps;
  readonly #volumes: PodVolumes;
  readonly #startTime: string;
  readonly #report: StatusReport;
  readonly #stopping = new AbortController();
  readonly #inits: ContainerWorker[];
  readonly #containers: ContainerWorker[];
  readonly #done: Promise<void>;
  #pod: KubernetesObject;

  constructor(pod: KubernetesObject, podIP: string, deps: WorkerDeps) {
    this.#pod = pod;
    this.podIP = podIP;
    this.#deps = deps;
    this.#startTime = pod.status?.startTime ?? timestamp(new Date());
    const folder = join(deps.folder, String(pod.metadata.uid));
    this.#volumes = new PodVolumes(folder, deps);
    const status = pod.status ?? {};
    const workers = (all: Container[], before: (Partial<ContainerRecord> & { name: string })[]) =>
      all.map(container => {
        const role =
          all === pod.spec.containers ? 'main' : isSidecar(container) ? 'sidecar' : 'init';
        const kept = before.find(one => one.name === container.name);
        return new ContainerWorker(container, role, kept, this.#depsOf(container, folder));
      });
    this.#inits = workers(pod.spec.initContainers ?? [], status.initContainerStatuses ?? []);
    this.#containers = workers(pod.spec.containers, status.containerStatuses ?? []);
    this.#report = new StatusReport(deps.client, pod, deps.log);
    this.#done = this.#run().catch(error => {
      if (!this.#stopping.signal.aborted) deps.log(`kubelet: ${this.#name}: ${error.stack}`);
    });
  }

  /** Takes over a newer form of the pod. */
  update(pod: KubernetesObject): void {
    this.#pod = pod;
  }

  /** Whether its volumes show an object, `configmaps name` or `secrets name`, of its namespace. */
  shows(namespace: string, source: string): boolean {
    return this.#pod.metadata.namespace === namespace && volumeSources(this.#pod).includes(source);
  }

  /** Writes the volumes anew, as ConfigMaps and Secrets are now; what is missing meanwhile stays as it was. */
  async refreshVolumes(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    await this.#volumes.layOut(this.#pod).catch(error => this.#notMounted(error));
  }

  /** The loopback port behind a port of the pod, while its container runs. */
  dial(port: number): number | undefined {
    return this.#all.map(one => one.dial(port)).find(found => found !== undefined);
  }

  logsOf(container: string) {
    return this.#all.find(one => one.container.name === container)?.logs;
  }

  /** Seconds that its processes may take to end. */
  get graceSeconds(): number {
    return this.#pod.spec.terminationGracePeriodSeconds ?? 30;
  }

  /** Of the first container. */
  get pid(): number | undefined {
    return this.#containers[0].pid;
  }

  /**
   * Ends the containers, and when these are gone the sidecars, last one first. Resolves when no process is left and
   * nothing more is written.
   */
  async stop(graceSeconds: number, options: { preStop?: boolean } = {}): Promise<void> {
    this.#stopping.abort();
    const began = Date.now();
    const left = () => Math.max(2, graceSeconds - (Date.now() - began) / 1000);
    const first = [...this.#containers, ...this.#inits.filter(one => one.role === 'init')];
    await Promise.all(first.map(one => one.stop(graceSeconds, options)));
    for (const one of this.#sidecars.reverse())
      await one.stop(Math.min(graceSeconds, left()), options);
    await this.#done;
    await this.#report.stop();
  }

  get #name(): string {
    return `${this.#pod.metadata.namespace}/${this.#pod.metadata.name}`;
  }

  get #all(): ContainerWorker[] {
    return [...this.#containers, ...this.#inits];
  }

  get #sidecars(): ContainerWorker[] {
    return this.#inits.filter(one => one.role === 'sidecar');
  }

  #depsOf(container: Container, folder: string): ContainerDeps {
    return {
      ...this.#deps,
      volumes: this.#volumes,
      logFolder: join(folder, 'logs', container.name),
      pod: () => ({
        ...this.#pod,
        status: { ...this.#pod.status, podIP: this.podIP, hostIP: this.#deps.hostIP },
      }),
      changed: () => this.#write(),
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    this.#write();
    if (!(await this.#mount())) return;
    void this.#renewTokens();
    for (const init of this.#inits) {
      if (signal.aborted) return;
      const run = init.run();
      const exit = await Promise.race([run, init.role === 'sidecar' ? init.started : run]);
      if (exit && exit.exitCode !== 0) return this.#endSidecars();
    }
    if (signal.aborted) return;
    await Promise.all(this.#containers.map(one => one.run()));
    await this.#endSidecars();
  }

  /** Nobody is left whom they could serve. */
  async #endSidecars(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    for (const one of this.#sidecars.reverse()) await one.stop(this.graceSeconds);
  }

  /** Tries until the volumes are there; false when it was told to stop before. */
  async #mount(): Promise<boolean> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#volumes.layOut(this.#pod);
        return true;
      } catch (error) {
        this.#notMounted(error as Error);
        await sleep(this.#deps.pace.setup, undefined, { signal }).catch(() => undefined);
      }
    }
    return false;
  }

  #notMounted(error: Error): void {
    const { log, warn } = this.#deps;
    if (!(error instanceof SetupError))
      log(`kubelet: ${this.#name}: volumes could not be written: ${error.message}`);
    else if (error.reason === 'FailedMount') warn(this.#pod, error.reason, error.message);
    else this.#containers[0].show(error.reason, error.message);
  }

  async #renewTokens(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const wait = this.#volumes.renewAfter;
      if (wait === undefined) return;
      const pause = Math.max(wait, this.#deps.pace.setup);
      await sleep(pause, undefined, { signal, ref: false }).catch(() => undefined);
      await this.refreshVolumes();
    }
  }

  #write(): void {
    const record = {
      podIP: this.podIP,
      hostIP: this.#deps.hostIP,
      startTime: this.#startTime,
      initContainers: this.#inits.map(one => one.record),
      containers: this.#containers.map(one => one.record),
    };
    this.#report.write(podStatus(this.#pod, record, new Date()));
  }
}
