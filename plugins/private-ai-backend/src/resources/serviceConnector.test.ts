import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { ownership } from '../kubernetes/ownership';
import { application } from '../testing/app';
import { NotThereError, type Step } from '../engine/resource';
import { serviceConnector } from './serviceConnector';

const app = application();
const account =
  '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/RG-weather/providers/microsoft.cognitiveservices/accounts/AIF-weather';
const namespaceMade = [
  { metadata: { name: 'weather', ...ownership(app) } },
] as unknown as KubernetesObject[];
const stepWith = (there: Record<string, unknown>) =>
  ({
    signal: new AbortController().signal,
    poller: {},
    of: (id: string) => {
      if (there[id] === undefined) throw new NotThereError(id);
      return there[id];
    },
  }) as unknown as Step;
const step = stepWith({
  identity: { properties: { clientId: 'c-1' } },
  namespace: namespaceMade,
  'portal-access': {},
});
const issuer = 'https://oidc.example/cluster/';
const subject = 'system:serviceaccount:weather:sc-account-c-1';
/** As Azure answers: types in lower case, ids in another letter case, nulls where there is nothing. */
const properties = {
  provisioningState: 'Succeeded',
  scope: 'weather',
  targetService: { type: 'AzureResource', id: account, resourceProperties: null },
  authInfo: {
    authType: 'userAssignedIdentity',
    clientId: 'C-1',
    roles: null,
    userName: null,
    authMode: null,
    deleteOrUpdateBehavior: null,
  },
  vNetSolution: null,
  secretStore: { keyVaultId: null, keyVaultSecretName: null },
  publicNetworkSolution: { firewallRules: null, deleteOrUpdateBehavior: null, action: null },
  configurationInfo: { customizedKeys: null, configurationStore: { appConfigurationId: null } },
};
const secret = {
  data: { AZURE_AISERVICES_OPENAI_BASE: 'aHR0cHM6', AZURE_AISERVICES_CLIENTID: 'Yy0x' },
};

function connector(there: {
  linker?: object;
  objects?: Record<string, object>;
  credentials?: object[];
}) {
  const put = jest.fn().mockResolvedValue({ created: true });
  const arm = {
    put,
    get: async (id: string) =>
      id.includes('/linkers/')
        ? there.linker && { properties: there.linker }
        : { properties: { oidcIssuerProfile: { enabled: true, issuerURL: issuer } } },
    list: async () => (there.credentials ?? []).map(one => ({ properties: one })),
  };
  const azure = {
    arm,
    token: async (scope: string) => `token for ${scope}`,
  } as unknown as Azure;
  const cluster = {
    get: async ({ kind }) => there.objects?.[kind],
  } as ClusterClient;
  return {
    put,
    resource: serviceConnector.made(app, { azure, cluster, jwks: '' }),
  };
}
const whole = {
  linker: properties,
  objects: { ServiceAccount: {}, Secret: secret },
  credentials: [{ issuer, subject }],
};

/** What is not in order, with that there. */
async function differing(there: Parameters<typeof connector>[0], at = step) {
  const { resource } = connector(there);
  return resource.differs((await resource.read(at))!, at);
}

describe('the service connector', () => {
  it('is as it should be with its effects, whatever the letter case and the nulls of Azure’s answer', async () => {
    const { resource } = connector(whole);
    const state = await resource.read(step);
    expect(resource.differs(state!, step)).toEqual([]);
    expect(resource.waitsFor?.(state!, step)).toBeUndefined();
  });

  it('names what Service Connector should have made and has not', async () => {
    const objects = { ServiceAccount: {} };
    expect(await differing({ linker: properties, objects })).toEqual([
      'Secret sc-weatherconnection-secret is missing',
      'the federated credential is missing',
    ]);
    const without = { ...whole.objects, Secret: { data: { OTHER: 'eA==' } } };
    expect(await differing({ ...whole, objects: without })).toEqual([
      'AZURE_AISERVICES_OPENAI_BASE of Secret sc-weatherconnection-secret is missing',
      'AZURE_AISERVICES_CLIENTID of Secret sc-weatherconnection-secret is missing',
    ]);
  });

  it('looks at the Secret once the portal has its access to the namespace', async () => {
    const before = stepWith({
      identity: { properties: { clientId: 'c-1' } },
      namespace: namespaceMade,
    });
    expect(await differing({ ...whole, objects: { ServiceAccount: {} } }, before)).toEqual([]);
  });

  it('takes no credential for another cluster’s issuer, or another subject', async () => {
    for (const credential of [
      { issuer: 'https://oidc.example/other/', subject },
      { issuer, subject: `${subject}-2` },
    ])
      expect(await differing({ ...whole, credentials: [credential] })).toEqual([
        'the federated credential is missing',
      ]);
  });

  it('differs where it signs in as another, or connects another account', async () => {
    const elsewhere = { ...properties, targetService: { id: `${account}-2` } };
    expect(await differing({ ...whole, linker: elsewhere })).toEqual(['its target']);
    const other = { ...properties, authInfo: { ...properties.authInfo, clientId: 'c-2' } };
    expect(await differing({ ...whole, linker: other })).toEqual(['its identity']);
  });

  it('waits while Azure has only accepted it', async () => {
    const { resource } = connector({ linker: { ...properties, provisioningState: 'Accepted' } });
    expect(resource.waitsFor?.((await resource.read(step))!, step)).toBe('Azure says Accepted');
  });

  it('leaves one as it is that connects another namespace, or none', async () => {
    const refusal = (scope: unknown) => differing({ ...whole, linker: { ...properties, scope } });
    await expect(refusal('payroll')).rejects.toThrow(
      /connects the namespace payroll, another application’s: it is left as it is/,
    );
    for (const none of [null, undefined, ''])
      await expect(refusal(none)).rejects.toThrow(/connects no namespace.* left as it is/);
  });

  it('leaves one as it is that leads to nothing of the application’s, whatever it is called', async () => {
    const identity = { properties: { clientId: 'c-1' } };
    const [{ metadata }] = namespaceMade;
    const byHand = { name: 'weather', labels: { [TAG_ENTITY]: metadata.labels![TAG_ENTITY] } };
    const theirs = { ...properties, authInfo: { ...properties.authInfo, clientId: 'c-2' } };
    const elsewhere = { ...theirs, targetService: { id: `${account}-2` } };
    for (const [linker, there] of [
      [elsewhere, { identity, namespace: namespaceMade }],
      [theirs, { identity, namespace: [{ metadata: byHand }] }],
      // Before anything of the application's is made.
      [theirs, { identity }],
      [properties, {}],
    ] as const)
      await expect(differing({ ...whole, linker }, stepWith(there))).rejects.toThrow(
        /connects the namespace weather with AIF-weather(-2)? by the identity of .* left as it is/,
      );
    // Its identity was made anew, or its account is another now.
    expect(await differing({ ...whole, linker: theirs })).toEqual(['its identity']);
    const moved = { ...properties, targetService: { id: `${account}-2` } };
    expect(await differing({ ...whole, linker: moved }, stepWith({ identity }))).toEqual([
      'its target',
    ]);
  });

  it('goes along with the caller’s token, in the header that Service Connector reads', async () => {
    const { resource, put } = connector({});
    await resource.write?.(step, undefined);
    expect(put).toHaveBeenCalledWith(
      expect.stringMatching(
        /managedClusters\/aks\/providers\/Microsoft\.ServiceLinker\/linkers\/weather_connection$/,
      ),
      '2024-04-01',
      expect.anything(),
      expect.objectContaining({
        headers: {
          'x-ms-serviceconnector-user-token': 'token for https://management.azure.com/.default',
        },
      }),
    );
  });

  it('says so of a cluster that issues no tokens', async () => {
    const { resource } = connector(whole);
    const mute = serviceConnector.made(app, {
      azure: {
        token: async () => '',
        arm: {
          get: async (id: string) =>
            ({ properties: id.includes('/linkers/') ? properties : {} }) as ArmResource,
          list: async () => [],
        },
      } as unknown as Azure,
      cluster: { get: async () => undefined } as unknown as ClusterClient,
      jwks: '',
    });
    await expect(mute.read(step)).rejects.toThrow(/turn on its OIDC issuer/);
    await expect(resource.read(step)).resolves.toBeDefined();
  });
});
