import { randomUUID } from 'node:crypto';
import { freeAddresses } from '../../addresses.ts';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { agentPool } from './agentPool.ts';
import { requireNetwork, requireZone } from './clusterNetwork.ts';
import { requireRights } from './clusterRights.ts';
import { requirePool, shown, type Pool } from './pools.ts';
import { requireRanges } from './serviceRange.ts';

/** Versions that can be asked for; patches follow. https://learn.microsoft.com/azure/aks/supported-kubernetes-versions */
const versions = ['1.33', '1.34', '1.35', '1.36', '1.37'];
const defaultVersion = '1.35';

export const managedCluster: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters',
  tracked: true,
  write: { path: 'operations', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, existing, arm, tenantId }) {
    if (body.location) requireLocation(body.location);
    const asked = body.properties ?? {};
    const kept = existing?.properties;
    const location = (body.location ?? existing?.location ?? '').toLowerCase().replaceAll(' ', '');
    const pools: (Pool & { name: string })[] = asked.agentPoolProfiles ?? [];
    for (const pool of pools) {
      requirePool({ name: pool.name, location }, pool, arm);
      requireNetwork(pool, asked.networkProfile, arm);
    }
    requireRanges(asked.networkProfile ?? {}, pools, arm);
    const zone = asked.apiServerAccessProfile?.privateDNSZone;
    requireZone({ zone, cluster: id.id, location }, arm);
    requireRights(body.identity ?? existing?.identity, asked, arm);
    const version = requireVersion(asked.kubernetesVersion || kept?.kubernetesVersion);
    const prefix = asked.dnsPrefix || asked.fqdnSubdomain || kept?.dnsPrefix || id.name;
    const key = kept?.key ?? randomUUID().slice(0, 8);
    const isPrivate = asked.apiServerAccessProfile?.enablePrivateCluster;
    return {
      ...asked,
      key,
      dnsPrefix: asked.dnsPrefix,
      kubernetesVersion: version,
      currentKubernetesVersion: version,
      maxAgentPools: 100,
      nodeResourceGroup:
        asked.nodeResourceGroup ??
        kept?.nodeResourceGroup ??
        `MC_${id.resourceGroup}_${id.name}_${location}`,
      ...(isPrivate
        ? {
            privateFQDN: asked.fqdnSubdomain
              ? `${prefix}.privatelink.${location}.azmk8s.io`
              : `${prefix}-${key}.privatelink.${location}.azmk8s.io`,
          }
        : { fqdn: `${prefix}-${key}.hcp.${location}.azmk8s.io` }),
      powerState: { code: 'Running' },
      agentPoolProfiles: pools.map(({ name, ...pool }) => ({ name, ...shown(pool, version) })),
      ...(asked.oidcIssuerProfile && {
        oidcIssuerProfile: {
          ...asked.oidcIssuerProfile,
          issuerURL:
            kept?.oidcIssuerProfile?.issuerURL ??
            `https://${location}.oic.prod-aks.azure.com/${tenantId}/${randomUUID()}/`,
        },
      }),
      // The service makes them where nobody gave them.
      servicePrincipalProfile: asked.servicePrincipalProfile ?? { clientId: 'msi' },
      ...(asked.aadProfile && { aadProfile: { tenantID: tenantId, ...asked.aadProfile } }),
    };
  },
  done(cluster, arm) {
    // A pool that is asked for with the cluster is a resource like the others.
    for (const { name, ...properties } of cluster.properties.agentPoolProfiles ?? []) {
      const id = `${cluster.id}/agentPools/${name}`;
      if (!arm.has(id)) arm.put({ id, name, type: agentPool.type, properties });
    }
    const zone = zoneOf(cluster, arm);
    if (zone) arm.put(apiRecord(cluster, zone, arm));
  },
  removed(cluster, arm) {
    const zone = zoneOf(cluster, arm);
    if (zone) arm.drop(`${zone.id}/A/${recordName(cluster, zone)}`);
  },
  present(cluster, arm) {
    const { key: _, ...properties } = cluster.properties;
    const pools = arm.stored(cluster.id, agentPool.type);
    const agentPoolProfiles = pools.length
      ? pools.map(pool => ({ name: pool.name, ...pool.properties }))
      : properties.agentPoolProfiles;
    return { ...cluster, properties: { ...properties, agentPoolProfiles } };
  },
  action({ resource, method, rest, hooks }) {
    if (method !== 'POST' || !/^listClusterUserCredentials?$/i.test(rest)) return undefined;
    const kubeconfig = hooks.kubeconfig?.(resource);
    if (!kubeconfig)
      throw new ArmError(
        409,
        'OperationNotAllowed',
        `The cluster ${resource.name} has no API server.`,
      );
    const value = Buffer.from(kubeconfig).toString('base64');
    return { status: 200, body: { kubeconfigs: [{ name: 'clusterUser', value }] } };
  },
};

function requireVersion(asked: string | undefined): string {
  const version = asked ?? defaultVersion;
  if (versions.some(one => version === one || version.startsWith(`${one}.`))) return version;
  throw new ArmError(
    400,
    'K8sVersionNotSupported',
    `Managed cluster version ${version} is not supported: it is one of ${versions.join(', ')}.`,
  );
}

/** The zone that a private cluster writes its API's address to. */
const zoneOf = (cluster: ArmResource, arm: Arm): ArmResource | undefined => {
  const zone = cluster.properties.apiServerAccessProfile?.privateDNSZone;
  return cluster.properties.privateFQDN && zone ? arm.get(zone) : undefined;
};

const recordName = (cluster: ArmResource, zone: ArmResource): string =>
  cluster.properties.privateFQDN.slice(0, -zone.name.length - 1);

/** Its private endpoint lies in the nodes' subnet. */
function apiRecord(cluster: ArmResource, zone: ArmResource, arm: Arm): ArmResource {
  const name = recordName(cluster, zone);
  const subnet = arm.get(cluster.properties.agentPoolProfiles?.[0]?.vnetSubnetID);
  const prefix = subnet?.properties.addressPrefix ?? subnet?.properties.addressPrefixes?.[0];
  const addresses = prefix ? freeAddresses(prefix, new Set(), 1) : [];
  return {
    id: `${zone.id}/A/${name}`,
    name,
    type: 'Microsoft.Network/privateDnsZones/A',
    etag: zone.etag,
    properties: {
      fqdn: `${name}.${zone.name}.`,
      ttl: 300,
      isAutoRegistered: false,
      aRecords: addresses.map(ipv4Address => ({ ipv4Address })),
    },
  };
}
