import { ArmError } from './errors.ts';

/** The regions that the sandbox knows: those of the reference architecture and its neighbours. */
export const locations = [
  'koreacentral',
  'koreasouth',
  'japaneast',
  'japanwest',
  'southeastasia',
  'eastasia',
  'eastus',
  'eastus2',
  'southcentralus',
  'westus',
  'westus2',
  'westus3',
  'centraluseuap',
  'eastus2euap',
  'swedencentral',
  'westeurope',
  'northeurope',
  'global',
];

export function requireLocation(location: string): void {
  if (locations.includes(location.toLowerCase().replaceAll(' ', ''))) return;
  throw new ArmError(
    400,
    'LocationNotAvailableForResourceType',
    `The provided location '${location}' is not available. List of available regions is '${locations.join(',')}'.`,
  );
}
