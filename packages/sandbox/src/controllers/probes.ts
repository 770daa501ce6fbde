import http from 'node:http';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from './podEnvironment.ts';

/** A probe of a container's manifest; times in seconds. */
interface Probe {
  httpGet?: {
    path?: string;
    port: number | string;
    httpHeaders?: { name: string; value: string }[];
  };
  tcpSocket?: { port: number | string };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  timeoutSeconds?: number;
  failureThreshold?: number;
  successThreshold?: number;
}

/** What becomes of a container by its probes. */
export interface Health {
  started(): void;
  /** `problem` says why it is not. */
  ready(ready: boolean, problem?: string): void;
  /** It must be restarted; `probe` and `problem` say why. */
  unhealthy(probe: 'Startup' | 'Liveness', problem: string): void;
}

/** Runs a container's probes until the signal. `dial` gives the loopback port of a container port. */
export async function runProbes(
  container: Container,
  dial: (containerPort: number) => number | undefined,
  health: Health,
  signal: AbortSignal,
): Promise<void> {
  const { startupProbe, readinessProbe, livenessProbe } = container as Record<string, Probe>;
  const ask = (probe: Probe) => attempt(probe, container, dial);
  if (startupProbe) {
    const problem = await until(startupProbe, ask, signal);
    if (signal.aborted) return;
    if (problem) return health.unhealthy('Startup', problem);
  }
  health.started();
  const readiness = readinessProbe
    ? watch(readinessProbe, ask, signal, {
        hear: (ready, problem) => health.ready(ready, problem),
        hasty: true,
      })
    : health.ready(true);
  const liveness = livenessProbe && untilFailed(livenessProbe, ask, health, signal);
  await Promise.all([readiness, liveness]);
}

/** Tries until the first success (undefined), or until the threshold of failures (what is wrong). */
async function until(
  probe: Probe,
  ask: (probe: Probe) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<string | undefined> {
  await pause(probe.initialDelaySeconds ?? 0, signal);
  for (let failures = 0; !signal.aborted;) {
    const problem = await ask(probe);
    if (!problem) return undefined;
    if (++failures >= (probe.failureThreshold ?? 3)) return problem;
    await pause(probe.periodSeconds ?? 10, signal);
  }
  return undefined;
}

async function untilFailed(
  probe: Probe,
  ask: (probe: Probe) => Promise<string | undefined>,
  health: Health,
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const both = AbortSignal.any([signal, over.signal]);
  await watch(probe, ask, both, {
    hear(healthy, problem) {
      if (healthy) return;
      over.abort();
      health.unhealthy('Liveness', problem);
    },
  });
}

/** Tells each change over the thresholds. `hasty`: asks each second while the answer is no, as kubelets may. */
async function watch(
  probe: Probe,
  ask: (probe: Probe) => Promise<string | undefined>,
  signal: AbortSignal,
  { hear, hasty = false }: { hear(good: boolean, problem: string): void; hasty?: boolean },
): Promise<void> {
  const { periodSeconds = 10, failureThreshold = 3, successThreshold = 1 } = probe;
  let known: boolean | undefined;
  let good = 0;
  let bad = 0;
  await pause(probe.initialDelaySeconds ?? 0, signal);
  while (!signal.aborted) {
    const problem = await ask(probe);
    if (signal.aborted) return;
    good = problem ? 0 : good + 1;
    bad = problem ? bad + 1 : 0;
    if (problem && bad >= failureThreshold && known !== false) hear((known = false), problem);
    if (!problem && good >= successThreshold && known !== true) hear((known = true), '');
    await pause(hasty && known !== true ? Math.min(1, periodSeconds) : periodSeconds, signal);
  }
}

/** One try: what is wrong, or undefined. */
async function attempt(
  { httpGet, tcpSocket, timeoutSeconds = 1 }: Probe,
  container: Container,
  dial: (containerPort: number) => number | undefined,
): Promise<string | undefined> {
  const asked = (httpGet ?? tcpSocket)?.port;
  if (asked === undefined) return "the sandbox's kubelet knows httpGet and tcpSocket probes only";
  const number =
    typeof asked === 'number'
      ? asked
      : container.ports?.find(port => port.name === asked)?.containerPort;
  const port = number === undefined ? undefined : dial(number);
  if (port === undefined) return `port ${asked}: connection refused`;
  const timeout = timeoutSeconds * 1000;
  return httpGet ? get(port, httpGet, timeout) : connect(port, timeout);
}

function get(
  port: number,
  { path = '/', httpHeaders = [] }: NonNullable<Probe['httpGet']>,
  timeout: number,
): Promise<string | undefined> {
  const headers = Object.fromEntries(httpHeaders.map(({ name, value }) => [name, value]));
  return new Promise(resolve => {
    const signal = AbortSignal.timeout(timeout);
    http
      .get(
        {
          host: '127.0.0.1',
          port,
          path,
          signal,
          agent: false,
          headers: { 'user-agent': 'kube-probe/1.36', ...headers },
        },
        answer => {
          answer.resume();
          const status = answer.statusCode ?? 0;
          const good = status >= 200 && status < 400;
          resolve(good ? undefined : `HTTP probe failed with statuscode: ${status}`);
        },
      )
      .on('error', error => resolve(`Get "${path}": ${error.message}`));
  });
}

function connect(port: number, timeout: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout });
    const end = (problem?: string) => {
      socket.destroy();
      resolve(problem);
    };
    socket
      .on('connect', () => end())
      .on('error', error => end(`dial tcp: ${error.message}`))
      .on('timeout', () => end('dial tcp: i/o timeout'));
  });
}

const pause = (seconds: number, signal: AbortSignal) =>
  sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
