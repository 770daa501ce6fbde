import { created } from './object.ts';

export const configuration = [
  created('ConfigMap', 'keys', { data: { 'jwks.json': '{"keys":[]}', A_B: 'c' } }),
  created('ConfigMap', 'bytes', { binaryData: { a: 'AAEC' } }),
  created('ConfigMap', 'no bytes', { binaryData: { a: 'not base64!' } }),
  created('ConfigMap', 'a key with a slash', { data: { 'a/b': 'x' } }),
  created('ConfigMap', 'the key of dots', { data: { '..': 'x', '.': 'y' } }),
  created('ConfigMap', 'a key twice', { data: { a: 'x' }, binaryData: { a: 'AAEC' } }),
  created('ConfigMap', 'too long a key', { data: { ['k'.repeat(254)]: 'x' } }),
  created('ConfigMap', 'too large', { data: { a: 'x'.repeat(1_048_577) } }),
  created('ConfigMap', 'just fits', { data: { a: 'x'.repeat(1_048_576) } }, { name: 'fits' }),
  created('ConfigMap', 'immutable', { immutable: true, data: { a: 'b' } }),
  created('ConfigMap', 'a bad name', {}, { name: 'A_b' }),
  created('Secret', 'opaque', { data: { a: 'eA==' } }),
  created('Secret', 'text over data', { data: { a: 'eA==' }, stringData: { a: 'y' } }),
  { ...created('Secret', 'no base64', { data: { a: '*' } }), except: 'message' as const },
  created('Secret', 'a bad key', { stringData: { 'a b': 'y' } }),
  created('Secret', 'basic sign in', {
    type: 'kubernetes.io/basic-auth',
    stringData: { username: 'u' },
  }),
  created('Secret', 'basic sign in of nobody', { type: 'kubernetes.io/basic-auth' }),
  created('Secret', 'registry', {
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': '{"auths":{}}' },
  }),
  created('Secret', 'registry without its key', { type: 'kubernetes.io/dockerconfigjson' }),
  created('Secret', 'registry that is no json', {
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': 'x' },
  }),
  created('Secret', 'certificate', {
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': 'x', 'tls.key': 'y' },
  }),
  created('Secret', 'certificate without its key', {
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': 'x' },
  }),
  created('Secret', 'ssh without its key', {
    type: 'kubernetes.io/ssh-auth',
    stringData: { a: 'x' },
  }),
  created('Secret', 'token of no account', { type: 'kubernetes.io/service-account-token' }),
  created(
    'ServiceAccount',
    'for workload identity',
    {},
    {
      labels: { 'azure.workload.identity/use': 'true' },
      annotations: { 'azure.workload.identity/client-id': '33333333-3333-3333-3333-333333333333' },
    },
  ),
  created('ServiceAccount', 'without automount', { automountServiceAccountToken: false }),
  created('ServiceAccount', 'a bad name', {}, { name: 'sa/1' }),
  {
    ...created('ServiceAccount', 'automount as text', { automountServiceAccountToken: 'no' }),
    except: 'message' as const,
  },
];
