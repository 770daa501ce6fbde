import { locateApp } from './location';
import { entity, service, zone } from '../inventory/worldForTest';

describe('where an app is', () => {
  it('reads the annotations', () => {
    expect(
      locateApp(entity({ ...service, 'private-ai/service': 'web:8080' }), [zone]),
    ).toMatchObject({
      namespace: 'ai-weather',
      service: { name: 'web', port: 8080 },
      agentPath: '/api/agent',
    });
  });

  it.each([
    ['private-ai/namespace', '../kube-system'],
    ['private-ai/service', 'weather/../../secrets'],
    ['private-ai/service', 'weather:99999'],
    ['private-ai/agent-path', '/../../../secrets'],
    ['private-ai/agent-path', '//evil.example'],
    ['private-ai/agent-path', '/a?b'],
    ['private-ai/landing-zone', 'mars'],
    ['private-ai/namespace', ''],
  ])('refuses %s: %s', (name, value) => {
    expect(() => locateApp(entity({ ...service, [name]: value }), [zone])).toThrow(name);
  });
});
