import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import type { Network } from './network.ts';

/** The service of Azure that answers to a public name: it has that name among its properties, and says whom it takes. */
export function serviceOf(network: Network, fqdn: string): ArmResource | undefined {
  const name = fqdn.toLowerCase();
  return network.resources.find(
    ({ properties }) =>
      access.some(setting => setting(properties) !== undefined) &&
      (hostsIn(properties).includes(name) ||
        (properties.customerId && ingestion(properties.customerId).includes(name))),
  );
}

/** Of a Log Analytics workspace, which tells its id alone. */
const ingestion = (customerId: string) =>
  ['ods.opinsights.azure.com', 'oms.opinsights.azure.com', 'agentsvc.azure-automation.net'].map(
    domain => `${customerId}.${domain}`,
  );

/** Every host that properties name, by itself or in an address. */
function hostsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return /^(https:\/\/)?[\w-]+(\.[\w-]+)+\/?$/.test(value)
      ? [value.toLowerCase().replace(/^https:\/\/|\/$/g, '')]
      : [];
  return value && typeof value === 'object' ? Object.values(value).flatMap(hostsIn) : [];
}

/** Where each kind of service says whether it takes somebody without an endpoint. */
const access = [
  (of: ArmResource['properties']) => of.publicNetworkAccess,
  (of: ArmResource['properties']) => of.network?.publicNetworkAccess,
  (of: ArmResource['properties']) => of.networkAcls?.publicNetworkAccess,
  (of: ArmResource['properties']) => of.publicNetworkAccessForIngestion,
];

/** Whether it takes nobody from the Internet. */
export const isClosed = ({ properties }: ArmResource): boolean =>
  access.some(setting => setting(properties) === 'Disabled') ||
  properties.networkAcls?.defaultAction === 'Deny';

/** A refusal by a service itself. A workspace has a collection endpoint of its own name. */
export const closedBy = ({ name, type }: ArmResource): string =>
  `${type.split('/').at(-1)} ${name} is closed to the Internet`;

/** The same service, open to the Internet. */
export const opened = (service: ArmResource): ArmResource => ({
  ...service,
  properties: Object.fromEntries(
    Object.entries(service.properties).map(([key, value]) => {
      if (/^publicNetworkAccess/.test(key)) return [key, 'Enabled'];
      if (key === 'network') return [key, { ...value, publicNetworkAccess: 'Enabled' }];
      if (key === 'networkAcls')
        return [key, { ...value, defaultAction: 'Allow', publicNetworkAccess: 'Enabled' }];
      return [key, value];
    }),
  ),
});
