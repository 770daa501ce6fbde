import { ArmError } from '../../errors.ts';

/** A few of Azure's for general use; `d` in the series: with a disk of their own. https://learn.microsoft.com/azure/virtual-machines/sizes */
const series = ['as_v5', 'ads_v5', 's_v5', 'ds_v5', 'as_v6', 'ads_v6', 's_v6', 'ds_v6'];
const sizes = [2, 4, 8, 16].flatMap(cores => series.map(one => `standard_d${cores}${one}`));
const ownDisk = /^standard_d\d+a?ds_v\d$/;

/**
 * @throws ArmError where the size is none, or has no disk for what is to lie on it: the first as people were shown it, the second's
 * wording unconfirmed (AKS says it of a kubelet's disk)
 */
export function requireSize(
  name: string,
  pool: { vmSize?: string; osDiskType?: string },
  location: string,
): void {
  const size = pool.vmSize?.toLowerCase();
  if (!size) return;
  if (!sizes.includes(size))
    throw new ArmError(
      400,
      'BadRequest',
      `The VM size of ${pool.vmSize} is not allowed in your subscription in location '${location}'. The available VM sizes are '${sizes.join(',')}'.`,
    );
  if (pool.osDiskType === 'Ephemeral' && !ownDisk.test(size))
    throw new ArmError(
      400,
      'VMTemporaryDiskTooSmall',
      `The virtual machine size ${pool.vmSize} of pool '${name}' has a max temporary disk size of 0 bytes, but the OS disk is to be ephemeral. Use a VM size with larger temporary disk or a managed OS disk.`,
    );
}
