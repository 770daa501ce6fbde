import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ContainerProcess, Exit } from './containerProcess.ts';
import { launch, layOut, type Launched, type LaunchDeps } from './launch.ts';
import { PodLogs } from './podLogs.ts';
import type { Container } from './podEnvironment.ts';
import { SetupError } from './podSetup.ts';
import { podStatus, timestamp, type ContainerState, type PodRecord } from './podStatus.ts';
import { runProbes } from './probes.ts';
import { StatusReport } from './statusReport.ts';

/** How fast things are tried again, in milliseconds. */
export interface Pace {
  /** After a container that could not be set up. */
  setup: number;
  /** After the second and each further end of a container: doubled each time up to `longest`. */
  restart: number;
  longest: number;
}

export interface WorkerDeps extends LaunchDeps {
  hostIP: string;
  pace: Pace;
  log(message: string): void;
}

/** A container that ran so long, in milliseconds, starts with a clean slate. */
const forgivenAfter = 600_000;

/** Runs one pod's first container: starts it, asks it, starts it again, ends it. */
export class PodWorker {
  readonly podIP: string;
  readonly logs: PodLogs;
  readonly #deps: WorkerDeps;
  readonly #record: PodRecord;
  readonly #report: StatusReport;
  readonly #stopping = new AbortController();
  readonly #done: Promise<void>;
  #pod: KubernetesObject;
  #process: ContainerProcess | undefined;
  #port: Launched['port'] | undefined;

  constructor(pod: KubernetesObject, podIP: string, deps: WorkerDeps) {
    this.#pod = pod;
    this.podIP = podIP;
    this.#deps = deps;
    const before = pod.status?.containerStatuses?.[0];
    this.#record = {
      podIP,
      hostIP: deps.hostIP,
      startTime: pod.status?.startTime ?? timestamp(new Date()),
      container: {
        state: { waiting: { reason: 'ContainerCreating' } },
        restartCount: before?.restartCount ?? 0,
        started: false,
        ready: false,
      },
    };
    // It ran when the kubelet was last here: this is its next life.
    const { running, terminated } = before?.state ?? {};
    if (running || terminated) {
      this.#record.container.restartCount += 1;
      this.#record.container.lastState = terminated
        ? { terminated }
        : ended(
            { exitCode: 255 },
            { startedAt: running.startedAt, reason: 'Unknown', containerID: before.containerID },
          );
    }
    this.logs = new PodLogs(join(deps.folder, String(pod.metadata.uid)));
    this.#report = new StatusReport(deps.client, pod, deps.log);
    this.#done = this.#run().catch(error => {
      if (!this.#stopping.signal.aborted) deps.log(`kubelet: ${this.#name}: ${error.stack}`);
    });
  }

  /** Takes over a newer form of the pod. */
  update(pod: KubernetesObject): void {
    this.#pod = pod;
  }

  /** The loopback port behind a port of the container, while it runs. */
  dial(port: number): number | undefined {
    return this.#port?.container === port ? this.#port.local : undefined;
  }

  /** Seconds that its process may take to end. */
  get graceSeconds(): number {
    return this.#pod.spec.terminationGracePeriodSeconds ?? 30;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * SIGTERM (after the container's `preStop.sleep`, unless told otherwise), SIGKILL after the grace, in seconds.
   * Resolves when the process is gone and nothing more is written.
   */
  async stop(graceSeconds: number, { preStop = true } = {}): Promise<void> {
    this.#stopping.abort();
    const process = this.#process;
    const asked: number = this.#container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const slept = preStop ? Math.min(asked, graceSeconds) : 0;
    // Until then it answers on: its Service's clients hear a moment later that it goes.
    if (process && slept) await process.exitedWithin(slept);
    // As the kubelet does: two seconds are left, even if the sleep took the whole grace.
    await process?.stop(slept ? Math.max(2, graceSeconds - slept) : graceSeconds);
    await this.#done;
    await this.#report.stop();
  }

  get #name(): string {
    return `${this.#pod.metadata.namespace}/${this.#pod.metadata.name}`;
  }

  get #container(): Container {
    return this.#pod.spec.containers[0];
  }

  async #run(): Promise<void> {
    const { pace } = this.#deps;
    this.#change({});
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const startedAt = Date.now();
      const exit = await this.#once();
      if (this.#stopping.signal.aborted) return;
      if (!exit) {
        await this.#pause(pace.setup);
        continue;
      }
      const policy = this.#pod.spec.restartPolicy ?? 'Always';
      if (policy === 'Never' || (policy === 'OnFailure' && exit.exitCode === 0)) return;
      failures = Date.now() - startedAt > forgivenAfter ? 1 : failures + 1;
      this.#change({ restartCount: this.#record.container.restartCount + 1 });
      if (failures === 1) continue;
      const wait = Math.min(pace.longest, pace.restart * 2 ** (failures - 2));
      const { name } = this.#container;
      this.#show(
        'CrashLoopBackOff',
        `back-off ${wait / 1000}s restarting failed container=${name} pod=${this.#pod.metadata.name}_${this.#pod.metadata.namespace}(${this.#pod.metadata.uid})`,
      );
      await this.#pause(wait);
    }
  }

  /** One life of the container; undefined when it could not be set up. */
  async #once(): Promise<Exit | undefined> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, over.signal]);
    try {
      const { process, port, imageID, renewAfter } = await launch(
        {
          ...this.#pod,
          status: { ...this.#pod.status, podIP: this.podIP, hostIP: this.#deps.hostIP },
        },
        this.#container,
        this.#deps,
        () => this.logs.next(this.#record.container.restartCount),
      );
      this.#process = process;
      this.#port = port;
      if (this.#stopping.signal.aborted) await process.stop(0);
      const startedAt = timestamp(new Date());
      const containerID = `process://${process.pid}`;
      this.#change({
        state: { running: { startedAt } },
        containerID,
        imageID,
        started: false,
        ready: false,
      });
      if (renewAfter) void this.#renewTokens(renewAfter, signal);
      let unhealthy: string | undefined;
      void runProbes(
        this.#container,
        port => this.dial(port),
        {
          started: () => this.#change({ started: true }),
          ready: ready => this.#change({ ready }),
          unhealthy: (probe, problem) => {
            unhealthy = `${probe} probe failed: ${problem}`;
            void process.stop(this.graceSeconds);
          },
        },
        signal,
      );
      const exit = await process.exited;
      this.#port = undefined;
      this.logs.ended();
      const reason = exit.exitCode === 0 ? 'Completed' : 'Error';
      const state = ended(exit, { startedAt, reason, message: unhealthy, containerID });
      this.#change({ state, lastState: state, started: false, ready: false });
      return exit;
    } catch (error) {
      if (this.#stopping.signal.aborted) return undefined;
      this.#showProblem(error as Error);
      return undefined;
    } finally {
      over.abort();
      this.#process = undefined;
    }
  }

  async #renewTokens(after: number, signal: AbortSignal): Promise<void> {
    for (let wait = after; !signal.aborted;) {
      await sleep(wait, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        wait = (await layOut(this.#pod, this.#container, this.#deps)).renewAfter ?? after;
      } catch (error) {
        wait = this.#deps.pace.setup;
        this.#deps.log(
          `kubelet: ${this.#name}: tokens could not be renewed: ${(error as Error).message}`,
        );
      }
    }
  }

  #showProblem(error: Error): void {
    if (!(error instanceof SetupError)) {
      this.#deps.log(`kubelet: ${this.#name}: ${error.message}`);
      this.#show('CreateContainerError', error.message);
      return;
    }
    const { state } = this.#record.container;
    const before = 'waiting' in state ? state.waiting.reason : '';
    if (error.reason === 'ErrImagePull' && ['ErrImagePull', 'ImagePullBackOff'].includes(before)) {
      const { image } = this.#container;
      this.#show(
        'ImagePullBackOff',
        `Back-off pulling image "${image}": ErrImagePull: ${error.message}`,
      );
    } else this.#show(error.reason, error.message);
  }

  #show(reason: string, message: string): void {
    this.#change({ state: { waiting: { reason, message } } });
  }

  #change(change: Partial<PodRecord['container']>): void {
    Object.assign(this.#record.container, change);
    this.#report.write(podStatus(this.#pod, this.#record, new Date()));
  }

  #pause(milliseconds: number): Promise<unknown> {
    const { signal } = this.#stopping;
    return sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

function ended(
  exit: Exit,
  {
    startedAt,
    reason,
    message,
    containerID,
  }: { startedAt: string; reason: string; message?: string; containerID?: string },
): ContainerState {
  return {
    terminated: {
      ...exit,
      reason,
      ...(message && { message }),
      startedAt,
      finishedAt: timestamp(new Date()),
      ...(containerID && { containerID }),
    },
  };
}
