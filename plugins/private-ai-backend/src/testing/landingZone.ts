import { ConfigReader } from '@backstage/config';
import { readLandingZones, type LandingZone } from '../config/landingZone';

const group = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/rg/providers';
const dnsZone = (domain: string) =>
  `${group}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;

/** As small as it may be. */
const smallest = {
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

type Changes = Readonly<Record<string, unknown>>;

/**
 * A landing zone's configuration.
 * @param changes - what a test is about: objects go into what is there, everything else takes its place
 */
export const landingZoneConfig = (changes: Changes = {}): typeof smallest =>
  changed(smallest, changes) as typeof smallest;

/** The same as the portal reads it. */
export function landingZone(changes: Changes = {}): LandingZone {
  const landingZones = [landingZoneConfig(changes)];
  const [zone] = readLandingZones(new ConfigReader({ privateAi: { landingZones } }));
  return zone;
}

function changed(from: Changes, changes: Changes): Changes {
  const entries = Object.entries(changes).map(([key, value]) => {
    const now = from[key];
    return [key, isObject(now) && isObject(value) ? changed(now, value) : value];
  });
  return { ...from, ...Object.fromEntries(entries) };
}

const isObject = (value: unknown): value is Changes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
