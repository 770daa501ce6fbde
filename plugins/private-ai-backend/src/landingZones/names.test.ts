import type { LandingZone } from '../config';
import { connectorSecretName, nameProblems, namesOf } from './names';

const zone = (naming: Partial<LandingZone['naming']> = {}) => ({
  azure: { subscriptionId: '11111111-1111-1111-1111-111111111111' },
  naming: {
    resourceGroup: 'rg-{app}-krc-01',
    identity: 'uami-aif-{app}-krc-01',
    foundryAccount: 'aif-{app}-krc-01',
    foundrySubdomain: 'aif-{app}-krc-{hash}',
    modelDeployment: '{model}',
    privateEndpoint: 'pe-aif-{app}-krc-01',
    connector: '{app}_aif_connection',
    namespace: '{app}',
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
    });
    expect(namesOf(request('myapp'), zone())).toMatchObject({
      connector: 'myapp_aif_connection',
      connectorSecret: 'sc-myappaifconnection-secret',
      namespace: 'myapp',
      adoptsResourceGroup: false,
    });
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
    expect(nameProblems(namesOf(request('a'.repeat(24)), zone()))).toEqual([]);
    expect(nameProblems(namesOf(request('kube-app'), zone()))).toEqual([
      expect.stringMatching(/^The Kubernetes namespace would be called "kube-app"/),
    ]);
  });

  it('name the Secret as Service Connector does', () => {
    expect(connectorSecretName('My_App-1')).toBe('sc-myapp1-secret');
  });
});
