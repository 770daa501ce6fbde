import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ContainerProcess, Exit } from './containerProcess.ts';
import type { RecordWarning } from './events.ts';
import { launch, type Launched, type LaunchDeps } from './launch.ts';
import { PodLogs } from './podLogs.ts';
import type { Container } from './podEnvironment.ts';
import { SetupError } from './podSetup.ts';
import { timestamp, type ContainerRecord, type ContainerState } from './podStatus.ts';
import type { PodVolumes } from './podVolumes.ts';
import { runProbes } from './probes.ts';

/** How fast things are tried again, in milliseconds. */
export interface Pace {
  /** After a container that could not be set up. */
  setup: number;
  /** After the second and each further end of a container: doubled each time up to `longest`. */
  restart: number;
  longest: number;
  /** Until a changed ConfigMap or Secret shows in the volumes; up to a minute and more on a real node. */
  volumes: number;
}

/** What a container is to its pod, which decides when it is started again. */
export type Role = 'init' | 'sidecar' | 'main';

export interface ContainerDeps extends LaunchDeps {
  pace: Pace;
  volumes: PodVolumes;
  /** A folder for what it writes. */
  logFolder: string;
  /** The pod as it is now, with its address. */
  pod(): KubernetesObject;
  /** Its record is another one now. */
  changed(): void;
  warn: RecordWarning;
  log(message: string): void;
}

/** A container that ran so long, in milliseconds, starts with a clean slate. */
const forgivenAfter = 600_000;

/** One container: starts it, asks it, starts it again, ends it. */
export class ContainerWorker {
  readonly container: Container;
  readonly role: Role;
  readonly logs: PodLogs;
  readonly record: ContainerRecord;
  readonly #deps: ContainerDeps;
  readonly #stopping = new AbortController();
  readonly #begun = Promise.withResolvers<void>();
  #process: ContainerProcess | undefined;
  #port: Launched['port'] | undefined;
  #done: Promise<Exit | undefined> | undefined;

  /** @param before its status as it was last written, of a kubelet before this one */
  constructor(
    container: Container,
    role: Role,
    before: Partial<ContainerRecord> | undefined,
    deps: ContainerDeps,
  ) {
    this.container = container;
    this.role = role;
    this.#deps = deps;
    this.logs = new PodLogs(deps.logFolder);
    const reason = deps.pod().spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
    this.record = {
      state: { waiting: { reason } },
      restartCount: before?.restartCount ?? 0,
      started: false,
      ready: false,
    };
    // It ran when the kubelet was last here: this is its next life.
    const last = before?.state && lifeBefore(before.state, before.containerID);
    if (last) {
      this.record.restartCount += 1;
      this.record.lastState = last;
    }
  }

  /** Resolves once it has started (its startup probe, if it has one, has passed). */
  get started(): Promise<void> {
    return this.#begun.promise;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** The loopback port behind a port of the container, while it runs. */
  dial(port: number): number | undefined {
    return this.#port?.container === port ? this.#port.local : undefined;
  }

  /** Runs until it is over for good: how it ended; undefined when it was told to stop. */
  run(): Promise<Exit | undefined> {
    this.#done ??= this.#run();
    return this.#done;
  }

  /** Shows why it is not started. */
  show(reason: string, message?: string): void {
    this.#change({ state: { waiting: { reason, ...(message && { message }) } } });
  }

  /**
   * SIGTERM (after the container's `preStop.sleep`, unless told otherwise), SIGKILL after the grace, in seconds.
   * Resolves when the process is gone.
   */
  async stop(graceSeconds: number, { preStop = true } = {}): Promise<void> {
    this.#stopping.abort();
    const process = this.#process;
    const asked: number = this.container.lifecycle?.preStop?.sleep?.seconds ?? 0;
    const slept = preStop ? Math.min(asked, graceSeconds) : 0;
    // Until then it answers on: its Service's clients hear a moment later that it goes.
    if (process && slept) await process.exitedWithin(slept);
    // As the kubelet does: two seconds are left, even if the sleep took the whole grace.
    await process?.stop(slept ? Math.max(2, graceSeconds - slept) : graceSeconds);
    await this.#done;
  }

  async #run(): Promise<Exit | undefined> {
    const { pace } = this.#deps;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const startedAt = Date.now();
      const exit = await this.#once();
      if (this.#stopping.signal.aborted) break;
      if (!exit) {
        await this.#pause(pace.setup);
        continue;
      }
      if (!this.#isStartedAgain(exit)) return exit;
      failures = Date.now() - startedAt > forgivenAfter ? 1 : failures + 1;
      this.#change({ restartCount: this.record.restartCount + 1 });
      if (failures === 1) continue;
      const wait = Math.min(pace.longest, pace.restart * 2 ** (failures - 2));
      const pod = this.#deps.pod();
      const { name } = this.container;
      const whole = `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
      this.show(
        'CrashLoopBackOff',
        `back-off ${wait / 1000}s restarting failed container=${name} pod=${whole}`,
      );
      const sentence = `Back-off restarting failed container ${name} in pod ${whole}`;
      this.#deps.warn(pod, 'BackOff', sentence);
      await this.#pause(wait);
    }
    return undefined;
  }

  #isStartedAgain({ exitCode }: Exit): boolean {
    const policy = this.#deps.pod().spec.restartPolicy ?? 'Always';
    if (this.role === 'sidecar') return true;
    if (this.role === 'init') return exitCode !== 0 && policy !== 'Never';
    return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
  }

  /** One life of the container; undefined when it could not be set up. */
  async #once(): Promise<Exit | undefined> {
    const over = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, over.signal]);
    try {
      const { process, port, imageID } = await launch(this.#deps.pod(), this.container, {
        ...this.#deps,
        logFile: () => this.logs.next(this.record.restartCount),
      });
      this.#process = process;
      this.#port = port;
      if (this.#stopping.signal.aborted) await process.stop(0);
      const startedAt = timestamp(new Date());
      const containerID = `process://${process.pid}`;
      const running = { state: { running: { startedAt } }, containerID, imageID };
      this.#change({ ...running, started: false, ready: false });
      let unhealthy: string | undefined;
      const warn = (problem: string) => this.#deps.warn(this.#deps.pod(), 'Unhealthy', problem);
      // One that ends by itself has neither of the two.
      if (this.role !== 'init')
        void runProbes(
          this.container,
          port => this.dial(port),
          {
            started: () => {
              this.#change({ started: true });
              this.#begun.resolve();
            },
            ready: (ready, problem) => {
              this.#change({ ready });
              if (!ready) warn(`Readiness probe failed: ${problem}`);
            },
            unhealthy: (probe, problem) => {
              unhealthy = `${probe} probe failed: ${problem}`;
              warn(unhealthy);
              void process.stop(this.#deps.pod().spec.terminationGracePeriodSeconds ?? 30);
            },
          },
          signal,
        );
      const exit = await process.exited;
      this.#port = undefined;
      this.logs.ended();
      const reason = exit.exitCode === 0 ? 'Completed' : 'Error';
      const state = ended(exit, { startedAt, reason, message: unhealthy, containerID });
      const done = this.role === 'init' && exit.exitCode === 0;
      this.#change({ state, lastState: state, started: false, ready: done });
      return exit;
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#showProblem(error as Error);
      return undefined;
    } finally {
      over.abort();
      this.#process = undefined;
    }
  }

  #showProblem(error: Error): void {
    const { warn, pod, log } = this.#deps;
    const { image, name } = this.container;
    if (!(error instanceof SetupError)) {
      log(`kubelet: ${pod().metadata.name}: container ${name}: ${error.message}`);
      this.show('CreateContainerError', error.message);
      return;
    }
    const { state } = this.record;
    const before = 'waiting' in state ? state.waiting.reason : '';
    if (error.reason === 'ErrImagePull' && ['ErrImagePull', 'ImagePullBackOff'].includes(before)) {
      const back = `Back-off pulling image "${image}"`;
      this.show('ImagePullBackOff', `${back}: ErrImagePull: ${error.message}`);
      warn(pod(), 'BackOff', back);
      return;
    }
    this.show(error.reason, error.message);
    const failed =
      error.reason === 'ErrImagePull' ? `Failed to pull image "${image}": ` : 'Error: ';
    warn(pod(), 'Failed', failed + error.message);
  }

  #change(change: Partial<ContainerRecord>): void {
    Object.assign(this.record, change);
    this.#deps.changed();
  }

  #pause(milliseconds: number): Promise<unknown> {
    const { signal } = this.#stopping;
    return sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}

/** How a life ended that a kubelet before this one saw last; undefined when there was none. */
function lifeBefore(state: ContainerState, containerID?: string): ContainerState | undefined {
  if ('terminated' in state) return state;
  if (!('running' in state)) return undefined;
  const { startedAt } = state.running;
  return ended({ exitCode: 255 }, { startedAt, reason: 'Unknown', containerID });
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
