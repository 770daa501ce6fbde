import { parseResourceId } from './resourceId.ts';
import type { ResourceManager } from './resourceManager.ts';
import type { ArmResource } from './resource.ts';
import { seedAccess } from './seedAccess.ts';

const location = 'koreacentral';
const group = 'rg-landing-zone';

/** The landing zone that the sandbox starts with, named as in the reference architecture; what exists is left alone. */
export function seedLandingZone(arm: ResourceManager, { issuer }: { issuer: string }): void {
  const scope = `/subscriptions/${arm.subscriptionId}/resourceGroups/${group}`;
  const network = `${scope}/providers/Microsoft.Network/virtualNetworks/vnet-contoso-koreacentral-01`;
  const make = (id: string, body: Partial<ArmResource>) => {
    if (arm.get(id)) return;
    const { resource } = arm.write(parseResourceId(id), body, 'sandbox', 'seed');
    finish(resource.id);
  };
  const finish = (id: string) => {
    const kept = arm.get(id);
    if (!kept) return;
    for (const operation of arm.operations.open().filter(one => one.resourceId === id))
      arm.operations.end(operation);
    arm.put({ ...kept, properties: { ...kept.properties, provisioningState: 'Succeeded' } });
    void arm.typeOf(kept.type).done?.(kept, arm, arm.hooks);
  };
  seedAccess(arm);
  make(scope, { location });
  make(network, {
    location,
    properties: {
      addressSpace: { addressPrefixes: ['10.0.0.0/10'] },
      dhcpOptions: { dnsServers: ['10.100.0.4'] },
    },
  });
  make(`${network}/subnets/aks-subnet`, { properties: { addressPrefix: '10.1.0.0/24' } });
  make(`${network}/subnets/pe-subnet`, { properties: { addressPrefix: '10.2.0.0/22' } });
  for (const domain of [
    'cognitiveservices.azure.com',
    'openai.azure.com',
    'services.ai.azure.com',
  ]) {
    const zone = `${scope}/providers/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
    make(zone, { location: 'global' });
    make(`${zone}/virtualNetworkLinks/spoke`, {
      location: 'global',
      properties: {
        virtualNetwork: { id: network },
        registrationEnabled: false,
        // A name without a record falls back to its public address: what an app has until policy made its records.
        resolutionPolicy: 'NxDomainRedirect',
      },
    });
  }
  make(`${scope}/providers/Microsoft.ContainerRegistry/registries/acrcontosokrc01`, {
    location,
    sku: { name: 'Premium', tier: 'Premium' },
    properties: { publicNetworkAccess: 'Disabled', networkRuleBypassOptions: 'AzureServices' },
  });
  const cluster = `${scope}/providers/Microsoft.ContainerService/managedClusters/aks-contoso-koreacentral-01`;
  make(cluster, {
    location,
    identity: { type: 'SystemAssigned' },
    properties: {
      kubernetesVersion: '1.36',
      dnsPrefix: 'aks-contoso',
      apiServerAccessProfile: { enablePrivateCluster: true },
      securityProfile: { workloadIdentity: { enabled: true } },
    },
  });
  const kept = arm.get(cluster);
  // The issuer's address is the sandbox's own, and may have moved to another port since.
  if (kept)
    arm.put({
      ...kept,
      properties: { ...kept.properties, oidcIssuerProfile: { enabled: true, issuerURL: issuer } },
    });
}
