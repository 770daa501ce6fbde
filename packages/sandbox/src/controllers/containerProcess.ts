import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a process ended. `signal` is a number, as container states name it. */
export interface Exit {
  exitCode: number;
  signal?: number;
}

export interface ProcessSpec {
  command: string[];
  env: Record<string, string>;
  workingDir: string;
  /** Standard output and error are added to this file. */
  logFile: string;
}

// The shell becomes the app itself (`exec`), and leaves a watcher in its process group: it reads from a pipe that the
// sandbox holds open, and ends the whole group when the sandbox is gone, however it went. No app outlives it.
const leash = '( read -r _ <&3; kill -KILL "-$$" ) >/dev/null 2>&1 & exec "$@" 3<&-';

/** A container as a local process: the leader of a process group of its own. */
export class ContainerProcess {
  readonly #child: ChildProcess;
  /** Resolves once it ended, and with it all that it had started. */
  readonly exited: Promise<Exit>;
  #ended = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.exited = new Promise(resolve =>
      child.once('exit', (code, signal) => {
        this.#ended = true;
        this.#signalGroup('SIGKILL');
        const number = signal === null ? undefined : constants.signals[signal];
        resolve(
          number === undefined
            ? { exitCode: code ?? 1 }
            : { exitCode: 128 + number, signal: number },
        );
      }),
    );
  }

  /** @throws when the process cannot be started, e.g. its folder is gone. */
  static async start({
    command,
    env,
    workingDir,
    logFile,
  }: ProcessSpec): Promise<ContainerProcess> {
    const log = openSync(logFile, 'a');
    try {
      const child = spawn('/bin/sh', ['-c', leash, 'sh', ...command], {
        cwd: workingDir,
        env,
        detached: true,
        stdio: ['ignore', log, log, 'pipe'],
      });
      // A write end that breaks when the process ends is no error of ours.
      child.stdio[3]?.on('error', () => undefined);
      const started = new ContainerProcess(child);
      await new Promise<void>((resolve, reject) =>
        child.once('spawn', resolve).once('error', reject),
      );
      return started;
    } finally {
      closeSync(log);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** SIGTERM to the process, as a container's first process gets it; SIGKILL to its whole group after the grace. */
  async stop(graceSeconds: number): Promise<Exit> {
    if (!this.#ended) this.#child.kill('SIGTERM');
    if (!(await this.exitedWithin(graceSeconds))) this.#signalGroup('SIGKILL');
    return this.exited;
  }

  /** Waits for the end; false when it did not come in so many seconds. */
  async exitedWithin(seconds: number): Promise<boolean> {
    const cancel = new AbortController();
    const over = sleep(seconds * 1000, false, { signal: cancel.signal }).catch(() => true);
    const ended = await Promise.race([this.exited.then(() => true), over]);
    cancel.abort();
    return ended;
  }

  #signalGroup(signal: NodeJS.Signals): void {
    try {
      if (this.#child.pid) process.kill(-this.#child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
