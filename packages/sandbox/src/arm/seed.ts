import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arm } from './arm.ts';
import { landingZoneOf, type RecordedLandingZone } from './landingZone.ts';
import { seedOwner, seedRoles } from './seedAccess.ts';

const file = join(import.meta.dirname, 'landingZone.json');
const cluster = 'Microsoft.ContainerService/managedClusters';

/**
 * The landing zone that the sandbox starts with: what infra/ made on one with nothing in it (`npm run landing-zone` writes it anew).
 * What exists is left alone.
 */
export function seedLandingZone(arm: Arm, { issuer }: { issuer: string }): void {
  const record = JSON.parse(readFileSync(file, 'utf8')) as RecordedLandingZone;
  seedOwner(arm);
  for (const resource of landingZoneOf(record, arm, { issuer }))
    if (!arm.has(resource.id)) arm.put(resource);
  seedRoles(arm);
  // The issuer's address is the sandbox's own, and may have moved to another port since.
  for (const kept of arm.stored('', cluster))
    if (kept.properties.oidcIssuerProfile?.enabled)
      arm.put({
        ...kept,
        properties: { ...kept.properties, oidcIssuerProfile: { enabled: true, issuerURL: issuer } },
      });
}
