import { contains, overlaps } from '../../addresses.ts';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { Pool } from './pools.ts';

interface Ranges {
  serviceCidr?: string;
  dnsServiceIP?: string;
  podCidr?: string;
}

/**
 * @throws ArmError where Services or pods would have addresses of the cluster's own network, or its DNS one that is no Service's
 * https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/servicecidroverlapexistingsubnetscidr-error
 * (AKS looks at the subnets of the cluster's network; the code for pods is AKS's, its wording unconfirmed)
 */
export function requireRanges(
  { serviceCidr, dnsServiceIP, podCidr }: Ranges,
  pools: Pool[],
  arm: Arm,
): void {
  // https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/dnsserviceipoutofservicecidr-error
  if (serviceCidr && dnsServiceIP && !contains(serviceCidr, `${dnsServiceIP}/32`))
    throw new ArmError(
      400,
      'DnsServiceIpOutOfServiceCidr',
      `The specified DNS service IP ${dnsServiceIP} is out of service CIDR ${serviceCidr}.`,
    );
  for (const prefix of pools.flatMap(pool => subnetsBeside(pool.vnetSubnetID, arm))) {
    if (serviceCidr && overlaps(serviceCidr, prefix))
      throw new ArmError(
        400,
        'ServiceCidrOverlapExistingSubnetsCidr',
        `The specified service CIDR ${serviceCidr} is conflicted with an existing subnet CIDR ${prefix}`,
      );
    if (podCidr && overlaps(podCidr, prefix))
      throw new ArmError(
        400,
        'PodCidrOverlapExistingSubnetsCidr',
        `The specified pod CIDR ${podCidr} is conflicted with an existing subnet CIDR ${prefix}`,
      );
  }
}

/** Ranges of every subnet of the network that a pool's lies in. */
function subnetsBeside(subnet: string | undefined, arm: Arm): string[] {
  const [network] = subnet?.split(/\/subnets\//i) ?? [];
  if (!network) return [];
  return arm
    .stored(network, 'Microsoft.Network/virtualNetworks/subnets')
    .flatMap(
      ({ properties }) => properties.addressPrefixes ?? [properties.addressPrefix as string],
    );
}
