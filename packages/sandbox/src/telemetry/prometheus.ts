import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Listener } from '../faults/faults.ts';
import type { Room, Surroundings } from '../room.ts';
import { startDoor } from './prometheusDoor.ts';
import { cacheFolder, fetchPrometheus, onPath, presentPrometheus } from './prometheusBinary.ts';

const startMilliseconds = 30_000;

export interface PrometheusRoom extends Omit<Room, 'url'> {
  /** Without a trailing slash; undefined when there is no Prometheus, and `problem` says why. */
  readonly url: string | undefined;
  /** One sentence; may come up while it is being fetched. */
  readonly problem: string | undefined;
  /** Resolves when it answers, or when `problem` is known; never rejects. */
  ready: Promise<void>;
}

/**
 * Starts a real Prometheus that scrapes `target` every 5 s. Returns at once: a Prometheus that is not on this machine is
 * fetched meanwhile.
 * @param options.target address of the exposition, without its path
 * @param options.cache where fetched programs are kept
 */
export async function startPrometheus(
  { folder, log }: Surroundings,
  options: {
    port: number;
    target: string;
    cache?: string;
    wrap?: (listener: Listener) => Listener;
  },
): Promise<PrometheusRoom> {
  const { target, cache = cacheFolder() } = options;
  const port = await freePort();
  const door = await startDoor(options.port, port, options.wrap);
  let problem: string | undefined;
  let running: ChildProcess | undefined;
  const stopping = new AbortController();

  async function start(): Promise<void> {
    const present = presentPrometheus(cache);
    if (!present) log('prometheus: it is not on this machine; fetching it');
    const program = present ?? (await fetchPrometheus(cache));
    if (stopping.signal.aborted) return;
    let said = '';
    const child = spawn(program, configured(join(folder, 'prometheus'), port, target), {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running = child;
    child.stderr?.on('data', part => (said = (said + part).slice(-4000)));
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', code => {
        const last = said.trim().split('\n').at(-1) ?? '';
        reject(new Error(`Prometheus ended with code ${code}: ${last}`));
      });
    });
    const guard = child.pid === undefined ? undefined : endWithUs(child.pid);
    ended.catch((error: Error) => {
      guard?.kill();
      if (stopping.signal.aborted) return;
      problem = error.message;
      log(`prometheus: ${error.message}`);
    });
    await Promise.race([answers(`http://127.0.0.1:${port}/-/ready`, stopping.signal), ended]);
  }

  const ready = start().catch((error: Error) => {
    if (stopping.signal.aborted || problem) return;
    problem = error.message;
    log(`prometheus: ${error.message}`);
  });

  return {
    get url() {
      return problem ? undefined : `http://127.0.0.1:${door.port}`;
    },
    get problem() {
      return problem;
    },
    ready,
    async stop() {
      stopping.abort();
      await door.stop();
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const child = running;
      const gone = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(late);
    },
  };
}

/** Writes its configuration (YAML, so JSON will do) and answers its arguments. */
function configured(folder: string, port: number, target: string): string[] {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    JSON.stringify({
      global: { scrape_interval: '5s', scrape_timeout: '4s' },
      scrape_configs: [
        {
          job_name: 'otel-collector',
          // Else `job` and `instance` of what is measured become `exported_job` and `exported_instance`.
          honor_labels: true,
          static_configs: [{ targets: [new URL(target).host] }],
        },
      ],
    }),
  );
  return [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    '--storage.tsdb.retention.time=2d',
    '--storage.tsdb.retention.size=256MB',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ];
}

/**
 * Ends a process when this one is gone, even by SIGKILL: a shell in a session of its own waits for the end of a pipe
 * that only this process holds.
 */
function endWithUs(pid: number): ChildProcess | undefined {
  const shell = onPath('sh');
  if (!shell) return undefined;
  const guard = spawn(shell, ['-c', 'read _; kill "$0"', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.stdin?.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref?(): void })?.unref?.();
  return guard;
}

async function answers(url: string, signal: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + startMilliseconds; !signal.aborted; await sleep(100)) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    if (Date.now() > deadline)
      throw new Error(`Prometheus was not ready after ${startMilliseconds / 1000} s.`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}
