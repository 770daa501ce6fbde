import type { LandingZone } from '../config/landingZone';
import { landingZone } from '../testing/landingZone';
import { connectorSecretName, nameProblems, namesOf } from './names';

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111';
const zone = (naming: Partial<LandingZone['naming']> = {}) =>
  landingZone({
    naming: {
      resourceGroup: 'rg-{app}-krc-01',
      identity: 'uami-aif-{app}-krc-01',
      foundryAccount: 'aif-{app}-krc-01',
      foundrySubdomain: 'aif-{app}-krc-{hash}',
      privateEndpoint: 'pe-aif-{app}-krc-01',
      connector: '{app}_aif_connection',
      ...naming,
    },
  });
const request = (name: string, model = 'gpt-5.2-chat') => ({
  name,
  entityRef: `component:default/${name}`,
  model: { name: model },
});

describe('the derived names', () => {
  it('are the reference architecture’s own', () => {
    expect(namesOf(request('contoso'), zone())).toMatchObject({
      foundryAccount: 'aif-contoso-krc-01',
      identity: 'uami-aif-contoso-krc-01',
      privateEndpoint: 'pe-aif-contoso-krc-01',
      modelDeployment: 'gpt-5.2-chat',
      // It has no project: this is the portal's own choice.
      foundryProject: 'proj-contoso',
    });
    expect(namesOf(request('myapp'), zone())).toMatchObject({
      connector: 'myapp_aif_connection',
      connectorSecret: 'sc-myappaifconnection-secret',
      namespace: 'myapp',
      adoptsResourceGroup: false,
    });
  });

  it('take the account from the landing zone where applications share one, and tell its deployments apart', () => {
    const accountId = `${subscription}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/aif-contoso-krc-01`;
    const shared = { ...zone(), foundry: { account: 'shared' as const, accountId } };
    const model = { name: 'gpt-5.2', version: '2025-12-11', sku: 'DataZoneStandard' };
    const names = namesOf({ ...request('myapp'), model }, shared);
    expect(names).toMatchObject({
      foundryAccount: 'aif-contoso-krc-01',
      sharedAccountId: accountId,
      modelDeployment: 'gpt-5.2-2025-12-11-datazonestandard',
      identity: 'uami-aif-myapp-krc-01',
    });
    expect(nameProblems(names, landingZone())).toEqual([]);
    expect(namesOf(request('myapp'), zone()).sharedAccountId).toBeUndefined();
  });

  it('never meet, whatever two applications are called', () => {
    const apps = ['a-b', 'ab', 'a-b-c', 'a-bc', 'ab-c', 'aif', 'aif-connection', 'x-krc-01', 'x'];
    const all = apps.map(name => namesOf(request(name), zone()));
    const own = [
      ...(['resourceGroup', 'identity', 'foundryAccount', 'foundrySubdomain'] as const),
      ...(['privateEndpoint', 'connector', 'namespace', 'service'] as const),
    ];
    for (const type of own) {
      const names = all.map(one => String(one[type]).toLowerCase());
      expect([type, new Set(names).size]).toEqual([type, apps.length]);
    }
    // A Secret's name is shorter than its connector's, but lies in a namespace of its own.
    const secrets = all.map(({ namespace, connectorSecret }) => `${namespace}/${connectorSecret}`);
    expect(new Set(secrets).size).toBe(apps.length);
  });

  it('stay the same for the same entity, model and version apart', () => {
    const now = namesOf(request('myapp'), zone());
    const { modelDeployment, ...rest } = namesOf(request('myapp', 'gpt-5.2'), zone());
    expect(modelDeployment).toBe('gpt-5.2');
    expect(now).toMatchObject(rest);
  });

  it('adopt a resource group whose pattern has no {app}', () => {
    const names = namesOf(request('weather'), zone({ resourceGroup: 'rg-ai-shared' }));
    expect(names).toMatchObject({ resourceGroup: 'rg-ai-shared', adoptsResourceGroup: true });
  });

  it('give the subdomain a hash of subscription and entity, and the connector underscores', () => {
    const names = namesOf(request('my-app'), zone());
    expect(names.foundrySubdomain).toMatch(/^aif-my-app-krc-[0-9a-f]{8}$/);
    expect(names.connector).toBe('my_app_aif_connection');
    const elsewhere = { ...request('my-app'), entityRef: 'component:other/my-app' };
    expect(namesOf(elsewhere, zone()).foundrySubdomain).not.toBe(names.foundrySubdomain);
  });

  it('are refused in words where Azure or the cluster would', () => {
    expect(nameProblems(namesOf(request('a'.repeat(24)), zone()), landingZone())).toEqual([]);
    expect(nameProblems(namesOf(request('kube-app'), zone()), landingZone())).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^The Kubernetes namespace would be called "kube-app"/),
      }),
    ]);
  });

  it('name the Secret as Service Connector does', () => {
    expect(connectorSecretName('My_App-1')).toBe('sc-myapp1-secret');
  });
});
