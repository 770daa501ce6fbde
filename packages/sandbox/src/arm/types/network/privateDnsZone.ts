import { ArmError, invalidReference } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

const linkType = 'Microsoft.Network/privateDnsZones/virtualNetworkLinks';

export const privateDnsZone: ResourceType = {
  type: 'Microsoft.Network/privateDnsZones',
  tracked: true,
  etag: true,
  write: {
    path: 'privateDnsOperationStatuses',
    location: 'also',
    state: 'Succeeded',
  },
  created: 202,
  remove: { path: 'privateDnsOperationStatuses', location: 'also' },
  prepare({ id, body }) {
    if (body.location && body.location.toLowerCase() !== 'global') {
      throw new ArmError(
        400,
        'LocationNotAvailableForResourceType',
        `The provided location '${body.location}' is not available for resource type '${privateDnsZone.type}'. List of available regions for the resource type is 'global'.`,
      );
    }
    if (!/^([a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/i.test(id.name)) {
      throw new ArmError(
        400,
        'BadRequest',
        `The zone name '${id.name}' is not a valid name of a private DNS zone.`,
      );
    }
    return {};
  },
  done(zone, arm) {
    const id = `${zone.id}/SOA/@`;
    if (arm.get(id)) return;
    arm.put({
      id,
      name: '@',
      type: 'Microsoft.Network/privateDnsZones/SOA',
      etag: zone.etag,
      properties: {
        fqdn: `${zone.name}.`,
        ttl: 3600,
        isAutoRegistered: false,
        soaRecord: {
          email: 'azureprivatedns-host.microsoft.com',
          host: 'azureprivatedns.net',
          expireTime: 2419200,
          minimumTtl: 10,
          refreshTime: 3600,
          retryTime: 300,
          serialNumber: 1,
        },
      },
    });
  },
  removing(zone, arm) {
    if (arm.list(zone.id, linkType).length === 0) return;
    throw new ArmError(
      409,
      'CannotDeleteResource',
      `Cannot delete resource while nested resources exist. Some existing nested resource IDs include: '${linkType}'. Please delete all nested resources before deleting this resource.`,
    );
  },
  present(zone, arm) {
    const records = arm.list(zone.id).filter(below => below.type !== linkType);
    return {
      ...zone,
      properties: {
        ...zone.properties,
        maxNumberOfRecordSets: 25000,
        numberOfRecordSets: records.length,
        maxNumberOfVirtualNetworkLinks: 1000,
        numberOfVirtualNetworkLinks: arm.list(zone.id, linkType).length,
        maxNumberOfVirtualNetworkLinksWithRegistration: 100,
        numberOfVirtualNetworkLinksWithRegistration: 0,
      },
    };
  },
};

export const virtualNetworkLink: ResourceType = {
  type: linkType,
  tracked: true,
  etag: true,
  write: {
    path: 'privateDnsOperationStatuses',
    location: 'also',
    state: 'Succeeded',
  },
  created: 202,
  remove: { path: 'privateDnsOperationStatuses', location: 'also' },
  prepare({ id, body, existing, arm }) {
    const network = body.properties?.virtualNetwork?.id ?? existing?.properties.virtualNetwork?.id;
    if (!network || !arm.get(network)) throw invalidReference(String(network), id.id);
    return {
      registrationEnabled: false,
      resolutionPolicy: 'Default',
      ...body.properties,
      virtualNetworkLinkState: 'Completed',
    };
  },
};

/** Record sets of one kind; the zone's own `SOA/@` is made with the zone. */
export const dnsRecord = (kind: 'A' | 'SOA'): ResourceType => ({
  type: `Microsoft.Network/privateDnsZones/${kind}`,
  stateless: true,
  etag: true,
  prepare: ({ id, body }) => ({
    ...recordProperties(body.properties ?? {}),
    fqdn: `${id.name === '@' ? '' : `${id.name}.`}${id.parent.split('/').at(-1)}.`,
    isAutoRegistered: false,
  }),
});

// The wire says `ttl`; some clients send `TTL`.
function recordProperties({ TTL, ...rest }: ArmResource['properties']): ArmResource['properties'] {
  return { ttl: TTL ?? 3600, ...rest };
}
