import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import type { ArmHooks } from './hooks.ts';
import { seedLandingZone } from './seed.ts';
import { startArm } from './server.ts';

/** A seeded Resource Manager on a free port, with a folder of its own; tests end it with `stop`. */
export async function startArmForTest(hooks?: ArmHooks) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-arm-'));
  const store = new Store(':memory:');
  const authority = await CertificateAuthority.open(store);
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.pem);
  const surroundings = { store, authority, folder, log: (line: string) => console.error(line) };
  const room = await startArm(surroundings, { port: 0, hooks });
  seedLandingZone(room.arm, { issuer: 'https://localhost:1' });
  return {
    ...room,
    folder,
    caFile,
    ca: authority.pem,
    surroundings,
    stop: async () => {
      await room.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
