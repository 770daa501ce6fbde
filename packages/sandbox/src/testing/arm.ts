import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform, secretOf } from '../entra/principals.ts';
import { startAdmin } from '../admin.ts';
import { createFaults } from '../faults/faults.ts';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import type { ArmHooks } from '../arm/hooks.ts';
import { seedLandingZone } from '../arm/seed.ts';
import { seedOwner } from '../arm/seedAccess.ts';
import { startArm } from '../arm/server.ts';

/**
 * A Resource Manager on a free port, with a folder and an admin API of its own; tests end it with `stop`.
 * @param options.landingZone false: a subscription with nothing in it but its owner
 */
export async function startArmForTest(
  hooks?: ArmHooks,
  { landingZone = true }: { landingZone?: boolean } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-arm-'));
  const store = new Store(':memory:');
  const authority = await CertificateAuthority.open(store);
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, authority.pem);
  const surroundings = { store, authority, folder, log: (line: string) => console.error(line) };
  const faults = createFaults(store);
  const room = await startArm(surroundings, { port: 0, hooks, wrap: faults.wrap });
  try {
    if (landingZone) seedLandingZone(room.arm, { issuer: 'https://localhost:1' });
    else seedOwner(room.arm);
  } catch (error) {
    // An open server would keep the test's process alive, and its failure untold.
    await room.stop();
    throw error;
  }
  const admin = await startAdmin(surroundings, { port: 0, arm: room.arm, faults });
  return {
    ...room,
    faults,
    /** Address of its admin API. */
    admin: admin.url,
    platformClientId: platform.clientId,
    platformClientSecret: secretOf(platform, store),
    folder,
    caFile,
    ca: authority.pem,
    surroundings,
    stop: async () => {
      await admin.stop();
      await room.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
