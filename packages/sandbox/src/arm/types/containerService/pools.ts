import { contains } from '../../addresses.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceManager } from '../../resourceManager.ts';

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
export function requirePool(name: string, pool: Pool, arm: ResourceManager): void {
  if (!/^[a-z][a-z0-9]{0,11}$/.test(name))
    throw new ArmError(
      400,
      'InvalidParameter',
      `The pool name '${name}' is invalid: up to 12 lower-case letters and digits, a letter first.`,
    );
  if (pool.vmSize && !/^Standard_[A-Z][A-Za-z0-9_-]+$/.test(pool.vmSize))
    throw new ArmError(
      400,
      'VMSizeNotSupported',
      `The VM size of ${pool.vmSize} is not allowed in your subscription in this location.`,
    );
  if (pool.enableAutoScaling && !(pool.minCount <= pool.maxCount))
    throw new ArmError(
      400,
      'InvalidParameter',
      `The pool '${name}' scales from minCount ${pool.minCount} to maxCount ${pool.maxCount}.`,
    );
  if (pool.vnetSubnetID && !arm.get(pool.vnetSubnetID))
    throw new ArmError(
      400,
      'VnetSubnetNotFound',
      `The subnet ${pool.vnetSubnetID} of pool '${name}' could not be found.`,
    );
}

/** @throws ArmError where Services would have addresses of the cluster's own network */
export function requireServiceRange(
  range: string | undefined,
  pool: Pool,
  arm: ResourceManager,
): void {
  const subnet = pool.vnetSubnetID && arm.get(pool.vnetSubnetID);
  if (!range || !subnet) return;
  const prefix = subnet.properties.addressPrefix ?? subnet.properties.addressPrefixes[0];
  if (contains(range, prefix) || contains(prefix, range))
    throw new ArmError(
      400,
      'ServiceCidrOverlapExistingSubnetsCidr',
      `The specified service CIDR ${range} is conflicted with an existing subnet CIDR ${prefix}.`,
    );
}
