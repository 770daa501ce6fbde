import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import { parseResourceId } from '../../resourceId.ts';
import { requireSize } from './vmSizes.ts';

/** A pool's properties, of a cluster's profile or of an agentPools resource. */
export type Pool = ArmResource['properties'];

/** What a GET adds to what a pool's body left out. */
export const shown = (pool: Pool, version: string): Pool => ({
  count: 1,
  maxPods: 250,
  osDiskSizeGB: 128,
  osDiskType: 'Managed',
  kubeletDiskType: 'OS',
  osType: 'Linux',
  osSKU: 'Ubuntu',
  type: 'VirtualMachineScaleSets',
  scaleDownMode: 'Delete',
  enableAutoScaling: false,
  enableFIPS: false,
  enableEncryptionAtHost: false,
  enableNodePublicIP: false,
  enableUltraSSD: false,
  orchestratorVersion: version,
  currentOrchestratorVersion: version,
  powerState: { code: 'Running' },
  provisioningState: 'Succeeded',
  ...defined(pool),
});

/** What a body says with null, or as azurerm does with an empty text, is left to the service. */
const defined = (pool: Pool): Pool =>
  Object.fromEntries(
    Object.entries(pool).filter(
      ([, value]) => value !== null && value !== undefined && value !== '',
    ),
  );

/**
 * @throws ArmError where a pool's subnet does not exist, its size is none, or its bounds do not hold
 */
export function requirePool(
  { name, location }: { name: string; location: string },
  pool: Pool,
  arm: Arm,
): void {
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name))
    throw new ArmError(
      400,
      'InvalidParameter',
      `The pool name '${name}' is invalid: up to 12 lower-case letters and digits, a letter first.`,
    );
  requireSize(name, pool, location);
  if (pool.enableAutoScaling && !(pool.minCount <= pool.maxCount))
    throw new ArmError(
      400,
      'InvalidParameter',
      `The pool '${name}' scales from minCount ${pool.minCount} to maxCount ${pool.maxCount}.`,
    );
  if (pool.vnetSubnetID && !arm.get(pool.vnetSubnetID)) throw subnetNotFound(pool.vnetSubnetID);
}

/** As people were shown it: github.com/sassoftware/viya4-iac-azure/issues/163 */
function subnetNotFound(id: string): ArmError {
  const { name, parent, resourceGroup, subscription } = parseResourceId(id);
  return new ArmError(
    400,
    'SubnetNotFound',
    `Could not find subnet ${name} in vnet ${parent.split('/').at(-1)} from resource group ${resourceGroup} of subscription ${subscription}.`,
  );
}
