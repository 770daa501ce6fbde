import { SignJWT } from 'jose';
import { setTimeout as sleep } from 'node:timers/promises';
import { signingKey } from '../../entra/keys.ts';
import { aksAudience } from '../../kubernetes/signIn.ts';
import { ask, startClusterForTest, type ApiServer, type Reply } from '../cluster.ts';
import { comparable } from './comparable.ts';
import type { WitnessRequest } from './request.ts';

/** A real control plane, as the outside truth envtest starts it. */
export interface ControlPlane {
  server: string;
  token: string;
  portalToken: string;
  ca: string;
  stop(): Promise<void>;
}

interface Side extends ApiServer {
  portalToken: string;
}

/** The sandbox's cluster beside the real one, and both answers to a request without what they cannot have in common. */
export async function sideBySide(plane: ControlPlane) {
  const sandbox = await startClusterForTest();
  const entra = await signingKey(sandbox.store, 'entra');
  const portalToken = await new SignJWT({ oid: 'portal', tid: 't', groups: ['portal'] })
    .setProtectedHeader({ alg: 'RS256' })
    .setAudience(aksAudience)
    .setExpirationTime('1h')
    .sign(entra.key);
  const { server: url, token, ca } = plane;
  const sides: Side[] = [
    { url, token, ca, portalToken: plane.portalToken },
    { ...sandbox.server, portalToken },
  ];
  return {
    sandbox,
    async answers(request: WitnessRequest) {
      const [real, given] = await Promise.all(sides.map(side => answer(side, request)));
      return {
        real: comparable(real, request.except),
        sandbox: comparable(given, request.except),
      };
    },
    async stop() {
      await sandbox.stop();
      await plane.stop();
    },
  };
}

async function answer(side: Side, request: WitnessRequest): Promise<Reply> {
  const { method, path, body, type, as, until } = request;
  const server = as ? { ...side, token: side.portalToken } : side;
  for (let tries = 0; ; tries++) {
    const reply = await ask(server, method, path, { body, type });
    if (until === undefined || reply.status === until || tries === 50) return reply;
    await sleep(100);
  }
}
