import type { Config } from '@backstage/config';
import { bundleProblem, forms, isCidr, type Read } from './values';

/** Where private endpoints lie, who writes their names, and whose certificates are trusted. */
export interface Network {
  privateEndpointSubnetId: string;
  privateEndpointCidr: string;
  dnsPolicy: 'portal' | 'managed';
  /** Present with `dnsPolicy: portal`. */
  dnsZoneIds?: { cognitiveServices: string; openAi: string; servicesAi: string };
  /** PEM of the authorities that an inspecting firewall signs with. */
  caBundle?: string;
}

export function readNetwork(config: Config, read: Read): Network {
  const privateEndpointCidr = config.getString('network.privateEndpointCidr');
  if (!isCidr(privateEndpointCidr))
    throw read.fail('network.privateEndpointCidr', 'an address range such as 10.2.0.0/22');
  const caBundle = config.getOptionalString('network.caBundle');
  const problem = caBundle && bundleProblem(caBundle);
  if (problem)
    throw read.failUnseen('network.caBundle', `PEM certificates of authorities (${problem})`);
  const rest = {
    privateEndpointSubnetId: read.text('network.privateEndpointSubnetId', forms.subnetId),
    privateEndpointCidr,
    caBundle,
  };
  const dnsPolicy = read.oneOf('network.dnsPolicy', ['portal', 'managed'], 'portal');
  if (dnsPolicy === 'managed') return { ...rest, dnsPolicy };
  const zoneId = (zone: string) => read.text(`network.dnsZoneIds.${zone}`, forms.dnsZoneId);
  const dnsZoneIds = {
    cognitiveServices: zoneId('cognitiveServices'),
    openAi: zoneId('openAi'),
    servicesAi: zoneId('servicesAi'),
  };
  return { ...rest, dnsPolicy, dnsZoneIds };
}
