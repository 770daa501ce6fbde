import { ConfigReader } from '@backstage/config';
import { readLandingZones, type LandingZone } from '../config/landingZone';
import { namesOf, type ManifestInput, type OwnerSubject } from '../app/names';

const group = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers';
const dnsZone = (domain: string) =>
  `${group}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;

/** As Microsoft Entra knows the group that owns the application. */
export const ownerForTest = {
  kind: 'Group',
  id: '44444444-4444-4444-4444-444444444444',
} as const satisfies OwnerSubject;

/** A landing zone's configuration, as small as it may be. */
export const zoneConfig = {
  name: 'korea',
  title: 'Korea Central',
  azure: {
    tenantId: '22222222-2222-2222-2222-222222222222',
    subscriptionId: '11111111-1111-1111-1111-111111111111',
    location: 'koreacentral',
  },
  naming: {
    resourceGroup: 'rg-{app}',
    identity: 'uami-{app}',
    foundryAccount: 'aif-{app}',
    foundrySubdomain: 'aif-{app}-{hash}',
    modelDeployment: '{model}',
    privateEndpoint: 'pe-{app}',
    connector: '{app}_connection',
    namespace: '{app}',
  },
  network: {
    privateEndpointSubnetId: `${group}/Microsoft.Network/virtualNetworks/vnet/subnets/pe-subnet`,
    privateEndpointCidr: '10.2.0.0/22',
    dnsZoneIds: {
      cognitiveServices: dnsZone('cognitiveservices.azure.com'),
      openAi: dnsZone('openai.azure.com'),
      servicesAi: dnsZone('services.ai.azure.com'),
    },
  },
  aks: { clusterId: `${group}/Microsoft.ContainerService/managedClusters/aks` },
  registry: {
    id: `${group}/Microsoft.ContainerRegistry/registries/acrtest`,
    loginServer: 'acrtest.azurecr.io',
    build: { strategy: 'tasks' },
  },
  models: [{ name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', maxCapacity: 100 }],
  git: { type: 'gitea', host: 'git.example', owner: 'apps', visibility: 'private' },
  telemetry: {
    operatorNamespace: 'opentelemetry-operator-system',
    collectorEndpoint: 'http://otel-collector.opentelemetry-operator-system.svc.cluster.local:4318',
  },
};

export function zoneForTest(): LandingZone {
  const [zone] = readLandingZones(new ConfigReader({ privateAi: { landingZones: [zoneConfig] } }));
  return zone;
}

/** An application called `name` in that zone. */
export function appForTest(name = 'weather'): ManifestInput {
  const zone = zoneForTest();
  const request: ManifestInput['request'] = {
    name,
    entityRef: `component:default/${name}`,
    owner: 'group:default/team',
    landingZone: zone.name,
    model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
    runtime: 'typescript',
    instructions: 'Answer questions about the weather.',
    templateVersion: '1.0.0',
  };
  return { request, zone, names: namesOf(request, zone), owner: ownerForTest };
}
