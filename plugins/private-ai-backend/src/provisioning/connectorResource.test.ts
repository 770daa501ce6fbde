import type { Azure } from '../azure/azureFor';
import type { ClusterClient } from '../kubernetes/client';
import type { ManifestInput } from '../landingZones/names';
import { connectorResource } from './connectorResource';
import type { Step } from './resource';

const app = {
  request: { entityRef: 'component:default/weather' },
  names: {
    resourceGroup: 'rg',
    foundryAccount: 'aif-weather',
    identity: 'uami-weather',
    namespace: 'weather',
    connector: 'weather_aif',
    connectorSecret: 'sc-weatheraif-secret',
  },
  zone: {
    azure: { subscriptionId: 's', endpoint: 'https://arm' },
    aks: {
      clusterId:
        '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
    },
  },
} as unknown as ManifestInput;
const account =
  '/subscriptions/s/resourceGroups/RG/providers/microsoft.cognitiveservices/accounts/AIF-weather';
const step = { signal: new AbortController().signal, poller: {} } as Step;
const linker = {
  provisioningState: 'Succeeded',
  scope: 'weather',
  targetService: { type: 'AzureResource', id: account },
  authInfo: { authType: 'userAssignedIdentity', clientId: 'c-1' },
};

function connector(there: { linker?: object; objects?: string[]; subjects?: string[] }) {
  const put = jest.fn();
  const azure = {
    linkers: { get: async () => there.linker },
    token: async (scope: string) => `token for ${scope}`,
    arm: {
      put,
      list: async () => (there.subjects ?? []).map(subject => ({ properties: { subject } })),
    },
  } as unknown as Azure;
  const cluster = {
    get: async ({ kind }) => (there.objects?.includes(kind) ? {} : undefined),
  } as ClusterClient;
  const options = { id: 'service-connector', dependsOn: [], azure, cluster, clientId: () => 'c-1' };
  return { put, resource: connectorResource(app, options) };
}

describe('the service connector', () => {
  it('is as it should be with its effects, whatever the letter case of Azure’s answer', async () => {
    const { resource } = connector({
      linker,
      objects: ['ServiceAccount', 'Secret'],
      subjects: ['system:serviceaccount:weather:sc-account-c-1'],
    });
    const state = await resource.read(step);
    expect(resource.differs(state!, step)).toEqual([]);
    expect(resource.waitsFor?.(state!, step)).toBeUndefined();
  });

  it('names what Service Connector should have made and has not', async () => {
    const { resource } = connector({ linker, objects: ['ServiceAccount'] });
    expect(resource.differs((await resource.read(step))!, step)).toEqual([
      'Secret sc-weatheraif-secret is missing',
      'the federated credential is missing',
    ]);
  });

  it('waits while Azure has only accepted it', async () => {
    const { resource } = connector({ linker: { ...linker, provisioningState: 'Accepted' } });
    expect(resource.waitsFor?.((await resource.read(step))!, step)).toBe('Azure says Accepted');
  });

  it('leaves one that connects another namespace as it is', async () => {
    const { resource } = connector({ linker: { ...linker, scope: 'payroll' } });
    const state = await resource.read(step);
    expect(() => resource.differs(state!, step)).toThrow(
      /connects the namespace payroll, another application’s: it is left as it is/,
    );
  });

  it('goes along with the caller’s token, in the header that Service Connector reads', async () => {
    const { resource, put } = connector({});
    await resource.write?.(step, undefined);
    expect(put).toHaveBeenCalledWith(
      expect.stringMatching(
        /managedClusters\/aks\/providers\/Microsoft\.ServiceLinker\/linkers\/weather_aif$/,
      ),
      '2024-04-01',
      expect.anything(),
      expect.objectContaining({
        headers: { 'x-ms-serviceconnector-user-token': 'token for https://arm/.default' },
      }),
    );
  });
});
