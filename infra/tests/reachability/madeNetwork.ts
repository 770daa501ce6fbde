import { bareClient } from '../../../packages/sandbox/src/testing/armClient.ts';
import { startArmForTest } from '../../../packages/sandbox/src/testing/arm.ts';
import { Network } from './network.ts';

const location = 'koreacentral';

/**
 * The landing zone as it was laid down, with what the small size leaves to others: an application's Foundry account, as the portal makes
 * one, and a Managed Grafana that asked for its way to the metrics (modules/grafana).
 */
export async function madeNetwork(): Promise<Network> {
  const room = await startArmForTest();
  try {
    room.arm.timing.change({ scale: 0 });
    await layBeside(room);
    return new Network(room.arm.list(''));
  } finally {
    await room.stop();
  }
}

async function layBeside(room: Awaited<ReturnType<typeof startArmForTest>>): Promise<void> {
  const client = await bareClient(room);
  const subscription = `/subscriptions/${room.subscriptionId}`;
  const landingZone = `${subscription}/resourceGroups/rg-landing-zone/providers`;
  const group = `${subscription}/resourceGroups/rg-myapp-krc-01`;
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aif-myapp-krc-01`;
  const endpoint = `${group}/providers/Microsoft.Network/privateEndpoints/pe-aif-myapp-krc-01`;
  const grafana = `${landingZone}/Microsoft.Dashboard/grafana/amg-contoso-krc-01`;
  const zone = (domain: string) =>
    `${subscription}/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.${domain}`;
  /** Again while Azure is not ready for it: an account is, to the network, a moment later than to itself. */
  const put = async (id: string, body: object) => {
    for (let tries = 0; ; tries++) {
      const { status, body: said } = await client.send('PUT', id, body);
      if (status < 300) break;
      if (tries > 50) throw new Error(`${id}: ${JSON.stringify(said)}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    room.arm.settle();
  };
  try {
    await put(group, { location });
    await put(account, {
      location,
      kind: 'AIServices',
      sku: { name: 'S0' },
      properties: {
        customSubDomainName: 'aif-myapp-krc-01',
        publicNetworkAccess: 'Disabled',
      },
    });
    await put(endpoint, {
      location,
      properties: {
        subnet: {
          id: `${landingZone}/Microsoft.Network/virtualNetworks/vnet-contoso-koreacentral-01/subnets/pe-subnet`,
        },
        privateLinkServiceConnections: [
          {
            name: 'account',
            properties: {
              privateLinkServiceId: account,
              groupIds: ['account'],
            },
          },
        ],
      },
    });
    await put(`${endpoint}/privateDnsZoneGroups/default`, {
      properties: {
        privateDnsZoneConfigs: [
          'cognitiveservices.azure.com',
          'openai.azure.com',
          'services.ai.azure.com',
        ].map(domain => ({
          name: domain.replaceAll('.', '-'),
          properties: { privateDnsZoneId: zone(domain) },
        })),
      },
    });
    await put(grafana, {
      location,
      sku: { name: 'Standard' },
      properties: { publicNetworkAccess: 'Disabled' },
    });
    await put(`${grafana}/managedPrivateEndpoints/prometheus`, {
      location,
      properties: {
        privateLinkResourceId: `${landingZone}/Microsoft.Monitor/accounts/amw-contoso-krc-01`,
        groupIds: ['prometheusMetrics'],
      },
    });
  } finally {
    client.stop();
  }
}
