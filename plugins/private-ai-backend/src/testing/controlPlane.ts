import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';

const start = outsideTruth('envtest/start.mjs');
const crds = outsideTruth('kubernetes/crds');

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

export const describeWithCluster = needing(start, describe);

export async function startControlPlane(): Promise<ControlPlane> {
  const child = spawn(process.execPath, [start.path, '--crds', crds.path], {
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
