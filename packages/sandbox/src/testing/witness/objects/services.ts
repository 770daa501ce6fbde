import { specified } from './object.ts';

const service = (what: string, spec: unknown, metadata?: object) =>
  specified('Service', what, spec, metadata);
const selector = { app: 'a' };

export const services = [
  service('as the skeleton has it', {
    type: 'ClusterIP',
    selector,
    ports: [{ name: 'http', port: 80, targetPort: 'http' }],
  }),
  service('headless', { clusterIP: 'None', selector, ports: [{ port: 80 }] }),
  service('outside', { type: 'ExternalName', externalName: 'example.com' }),
  service('outside nowhere', { type: 'ExternalName' }),
  service('no such type', { type: 'Cluster', ports: [{ port: 80 }] }),
  service('no ports', { selector }),
  service('two names alike', {
    ports: [
      { name: 'a', port: 1 },
      { name: 'a', port: 2 },
    ],
  }),
  service('two ports alike', {
    ports: [
      { name: 'a', port: 1 },
      { name: 'b', port: 1 },
    ],
  }),
  service('a bad port name', { ports: [{ name: 'Http', port: 1 }] }),
  service('a bad target', { ports: [{ port: 1, targetPort: 'much_too_long_for_a_name' }] }),
  service('no such protocol', { ports: [{ port: 1, protocol: 'HTTP' }] }),
  service('a digit first', { ports: [{ port: 1 }] }, { name: '1web' }),
  service('a bad selector', { selector: { 'a b': 'c/d' }, ports: [{ port: 1 }] }),
  service('no such affinity', { sessionAffinity: 'Client', ports: [{ port: 1 }] }),
  service('affinity by address', { sessionAffinity: 'ClientIP', ports: [{ port: 1 }] }),
  service('an address that is none', { clusterIP: '10.0.0', ports: [{ port: 1 }] }),
];
