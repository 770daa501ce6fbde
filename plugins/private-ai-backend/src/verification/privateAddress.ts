import { BlockList, isIP } from 'node:net';
import type { LandingZone } from '../config/landingZone';
import type { AccountName } from './accountNames';
import type { Lookup } from './lookupPod';

/** RFC 1918, carrier-grade NAT, this machine, link-local; unique local addresses of IPv6. */
const notPublic = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  notPublic.addSubnet(net, bits);
for (const [net, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  notPublic.addSubnet(net, bits, 'ipv6');

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The private addresses that a name of the account leads to from inside of the cluster.
 * @throws Error with a sentence where it does not resolve, or to something else
 */
export function requirePrivate(
  { zone }: AccountName,
  lookup: Lookup | undefined,
  { privateEndpointCidr, dnsPolicy }: LandingZone['network'],
): string[] {
  const repair =
    dnsPolicy === 'managed'
      ? 'The platform team has to see that its policy writes the record, and that the zone is linked.'
      : 'The platform team has to link the zone, or to remove the DNS zone group of the private endpoint, so that provisioning writes the record anew.';
  if (!lookup || !('addresses' in lookup) || lookup.addresses.length === 0) {
    const code = lookup && 'code' in lookup ? lookup.code : 'no answer';
    if (code !== 'ENOTFOUND' && code !== 'ENODATA') {
      throw new Error(
        `could not be asked for (${code}): the cluster’s DNS has to run, and the NetworkPolicy allow-dns has to lead to it`,
      );
    }
    throw new Error(
      `does not resolve in the cluster: the private DNS zone ${zone} has no record of it. ${repair}`,
    );
  }
  const allowed = subnetOf(privateEndpointCidr);
  const { addresses } = lookup;
  const open = addresses.filter(one => !isIn(allowed, one) && !isIn(notPublic, one));
  if (open.length) {
    throw new Error(
      `resolves to the public address ${open.join(', ')} in the cluster: the private DNS zone ${zone} is not linked to the network whose DNS the cluster asks, or has no record of it. ${repair}`,
    );
  }
  const outside = addresses.filter(one => isIP(one) === 4 && !isIn(allowed, one));
  if (outside.length) {
    throw new Error(
      `resolves to ${outside.join(', ')}, which is not in network.privateEndpointCidr (${privateEndpointCidr}): the namespace’s NetworkPolicies let nothing through to it. The platform team has to correct the record in the private DNS zone ${zone}, or the configuration.`,
    );
  }
  return addresses;
}

const isIn = (list: BlockList, address: string) => list.check(address, family(address));

function subnetOf(cidr: string): BlockList {
  const [net, bits] = cidr.split('/');
  const list = new BlockList();
  list.addSubnet(net, Number(bits), 'ipv4');
  return list;
}
