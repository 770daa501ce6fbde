import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { ConfigReader } from '@backstage/config';
import { readLandingZones, type LandingZone } from '../config/landingZone';

const sandbox = resolve(__dirname, '../../../../packages/sandbox/src');

/** A local Azure in a process of its own, for tests, and the landing zone that lies in it. */
export interface LocalAzure {
  /** With the portal's identity, which has the roles of infra/roles. */
  zone: LandingZone;
  /** The same with the platform team's, which may do everything. */
  platformZone: LandingZone;
  /** Of its certificates (PEM). */
  ca: string;
  /** Address of its admin API. */
  admin?: string;
  caFile: string;
  stop(): Promise<void>;
}

/** What the sandbox prints of itself, as far as a landing zone needs it. */
export interface Facts {
  resourceManager: string;
  tenantId: string;
  subscriptionId: string;
  clientId: string;
  clientSecret: string;
  platformClientId: string;
  platformClientSecret: string;
  caFile: string;
  admin?: string;
  /** Left out by who has no models. */
  model?: string;
}

interface Pace {
  /** Of the time that Azure takes for its operations; none when left out, where it is not what is looked at. */
  scale?: number;
}

/** Resource Manager and Entra alone. */
export function startLocalArm({ scale = 0 }: Pace = {}): Promise<LocalAzure> {
  const file = pathToFileURL(join(sandbox, 'testing/arm.ts')).href;
  const program = `
    const room = await (await import('${file}')).startArmForTest();
    room.arm.timing.change({ scale: ${scale} });
    const { url, tenantId, subscriptionId, clientId, clientSecret, caFile } = room;
    const { platformClientId, platformClientSecret, admin } = room;
    console.log(JSON.stringify({ resourceManager: url, tenantId, subscriptionId, clientId, clientSecret, platformClientId, platformClientSecret, caFile, admin }));
    process.stdin.resume().on('end', () => room.stop().then(() => process.exit(0)));`;
  return start(['--input-type=module', '-e', program]);
}

/** The whole sandbox, cluster and Service Connector included. */
export async function startLocalAzure({ scale = 0 }: Pace = {}): Promise<LocalAzure> {
  const state = mkdtempSync(join(tmpdir(), 'private-ai-'));
  const args = [join(sandbox, 'main.ts'), '--port', '0', '--state', state, '--with-parent'];
  const azure = await start(args);
  await fetch(`${azure.admin}/timing`, { method: 'PUT', body: JSON.stringify({ scale }) });
  return {
    ...azure,
    stop: async () => {
      await azure.stop();
      rmSync(state, { recursive: true, force: true });
    },
  };
}

async function start(args: string[]): Promise<LocalAzure> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', part => (said += part));
  const closed = once(child, 'close');
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => String(text)),
    closed.then(([code]) => Promise.reject(new Error(`It ended with ${code}: ${said}`))),
  ]);
  const facts: Facts = JSON.parse(line);
  return {
    zone: zoneIn(facts),
    platformZone: zoneIn({
      ...facts,
      clientId: facts.platformClientId,
      clientSecret: facts.platformClientSecret,
    }),
    ca: readFileSync(facts.caFile, 'utf8'),
    caFile: facts.caFile,
    admin: facts.admin,
    stop: async () => {
      child.stdin.end();
      await closed;
    },
  };
}

/** The landing zone that the sandbox starts with. */
export function zoneIn(facts: Facts): LandingZone {
  const group = `/subscriptions/${facts.subscriptionId}/resourceGroups/rg-landing-zone/providers`;
  const hub = `/subscriptions/${facts.subscriptionId}/resourceGroups/rg-hub/providers`;
  const dnsZone = (domain: string) =>
    `${hub}/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
  const [zone] = readLandingZones(
    new ConfigReader({
      privateAi: {
        landingZones: [
          {
            name: 'korea',
            title: 'Korea Central',
            azure: {
              tenantId: facts.tenantId,
              subscriptionId: facts.subscriptionId,
              location: 'koreacentral',
              endpoint: facts.resourceManager,
              credential: {
                type: 'clientSecret',
                clientId: facts.clientId,
                clientSecret: facts.clientSecret,
                authorityHost: facts.resourceManager,
                disableInstanceDiscovery: true,
              },
            },
            naming: {
              resourceGroup: 'rg-{app}-krc-01',
              identity: 'uami-aif-{app}-krc-01',
              foundryAccount: 'aif-{app}-krc-01',
              foundrySubdomain: 'aif-{app}-krc-{hash}',
              modelDeployment: '{model}',
              privateEndpoint: 'pe-aif-{app}-krc-01',
              connector: '{app}_aif_connection',
              namespace: '{app}',
            },
            tags: { 'cost-center': 'ai-platform' },
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
              id: `${group}/Microsoft.ContainerRegistry/registries/acrcontosokrc01`,
              loginServer: 'acrcontosokrc01.azurecr.io',
              build: { strategy: 'tasks' },
            },
            models: [
              { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', maxCapacity: 100 },
              { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', maxCapacity: 30 },
            ].map(model => (facts.model ? { ...model, playground: model.name } : model)),
            ...(facts.model && {
              playground: {
                endpoint: `${facts.model}/hosts/aif-contoso-krc-01-playground.openai.azure.com`,
              },
            }),
            git: { type: 'gitea', host: 'git.contoso.example', owner: 'apps' },
            telemetry: {
              operatorNamespace: 'opentelemetry-operator-system',
              collectorEndpoint: 'http://otel-collector.opentelemetry-operator-system.svc:4318',
            },
          },
        ],
      },
    }),
  );
  return zone;
}

/** The private endpoints of that landing zone itself: no application's. */
export const endpointsIn = (subscription: string): string[] =>
  [
    ...['acr-contoso-krc-01', 'ampls-contoso-krc-01', 'amw-contoso-krc-01', 'kv-contoso-krc-01'],
    'aif-contoso-krc-01-playground',
  ]
    .map(name => ['rg-landing-zone', name])
    .concat([['rg-portal', 'psql-contoso-krc-01']])
    .map(
      ([group, name]) =>
        `${subscription}/resourceGroups/${group}/providers/Microsoft.Network/privateEndpoints/pe-${name}`,
    );
