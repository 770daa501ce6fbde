import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ConfigReader } from '@backstage/config';
import { azureFor, type Azure } from '../../azure/azureFor';
import { readLandingZones, type LandingZone } from '../../config';
import { zoneConfig } from '../../kubernetes/appForTest';

const sandbox = resolve(__dirname, '../../../../../packages/sandbox/src/arm/startForTest.ts');

/** A local Azure with the landing zone's seed, seen by its two principals. */
export interface Platform {
  zone: LandingZone;
  /** The portal's identity, with the roles of infra/roles. */
  portal: Azure;
  /** The platform team's, which may do everything. */
  platform: Azure;
  stop(): Promise<void>;
}

export async function startPlatform(): Promise<Platform> {
  const program = `
    const { stop, ...room } = await (await import('${pathToFileURL(sandbox).href}')).startArmForTest();
    const { url, tenantId, subscriptionId, clientId, clientSecret, caFile } = room;
    const { platformClientId, platformClientSecret } = room;
    console.log(JSON.stringify({ url, tenantId, subscriptionId, clientId, clientSecret, caFile, platformClientId, platformClientSecret }));
    process.stdin.resume().on('end', () => stop().then(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    closed.then(([code]) => Promise.reject(new Error(`It ended with ${code}.`))),
  ]);
  const facts = JSON.parse(line);
  const ca = readFileSync(facts.caFile, 'utf8');
  const zone = zoneIn(facts, facts.clientId, facts.clientSecret);
  const asPlatform = zoneIn(facts, facts.platformClientId, facts.platformClientSecret);
  return {
    zone,
    portal: azureFor(zone, { ca }),
    platform: azureFor(asPlatform, { ca }),
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

function zoneIn(
  facts: { url: string; tenantId: string; subscriptionId: string },
  clientId: string,
  clientSecret: string,
): LandingZone {
  const group = `/subscriptions/${facts.subscriptionId}/resourceGroups/rg-landing-zone/providers`;
  const dnsZone = (domain: string) =>
    `${group}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
  const landingZone = {
    ...zoneConfig,
    azure: {
      tenantId: facts.tenantId,
      subscriptionId: facts.subscriptionId,
      location: 'koreacentral',
      endpoint: facts.url,
      credential: {
        type: 'clientSecret',
        clientId,
        clientSecret,
        authorityHost: facts.url,
        disableInstanceDiscovery: true,
      },
    },
    network: {
      privateEndpointSubnetId: `${group}/Microsoft.Network/virtualNetworks/vnet-contoso-koreacentral-01/subnets/pe-subnet`,
      privateEndpointCidr: '10.2.0.0/22',
      dnsZoneIds: {
        cognitiveServices: dnsZone('cognitiveservices.azure.com'),
        openAi: dnsZone('openai.azure.com'),
        servicesAi: dnsZone('services.ai.azure.com'),
      },
    },
    aks: {
      clusterId: `${group}/Microsoft.ContainerService/managedClusters/aks-contoso-koreacentral-01`,
    },
    registry: {
      ...zoneConfig.registry,
      id: `${group}/Microsoft.ContainerRegistry/registries/acrcontosokrc01`,
    },
  };
  const config = new ConfigReader({ privateAi: { landingZones: [landingZone] } });
  return readLandingZones(config)[0];
}
