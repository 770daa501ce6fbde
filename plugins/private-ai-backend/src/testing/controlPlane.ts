import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const shared = join(__dirname, '../../../../../shared');
const start = join(shared, 'envtest/start.mjs');

/** A real kube-apiserver, from outside this repository. */
export interface ControlPlane {
  server: string;
  ca: string;
  /** Of an administrator. */
  token: string;
  /** Of a user without rights. */
  portalToken: string;
  stop(): Promise<void>;
}

/** `describe`, or a skip that names what is missing; where CI is set the tests run and fail. */
export function describeWithCluster(name: string, tests: () => void): void {
  if (existsSync(start) || process.env.CI) describe(name, tests);
  else describe.skip(`${name} (skipped: ../shared/envtest is missing)`, tests);
}

export async function startControlPlane(): Promise<ControlPlane> {
  const child = spawn(process.execPath, [start, '--crds', join(shared, 'kubernetes/crds')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    closed.then(([code]) => Promise.reject(new Error(`The control plane ended with ${code}.`))),
  ]);
  const { kubeconfig, server, token, portalToken } = JSON.parse(line);
  const [{ cluster }] = JSON.parse(readFileSync(kubeconfig, 'utf8')).clusters;
  return {
    server,
    token,
    portalToken,
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64').toString('utf8'),
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}
