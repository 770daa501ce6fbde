import assert from 'node:assert/strict';
import { test } from 'node:test';
import { egressRefusal } from './networkPolicy.ts';

const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'agent' },
  spec,
});
const endpoint = { address: '10.2.0.5', port: 443 };
const entra = { address: '20.190.128.1', port: 443 };
const deny = policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const allow = (to: object[], ports?: object[]) =>
  policy('allow', {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to, ...(ports && { ports }) }],
  });
const https = [{ protocol: 'TCP', port: 443 }];

test('without a policy for egress everything is open', () => {
  assert.equal(egressRefusal([], {}, endpoint), undefined);
  const ingress = policy('in', { podSelector: {}, policyTypes: ['Ingress'], ingress: [] });
  assert.equal(egressRefusal([ingress], {}, endpoint), undefined);
});

test('a default deny refuses, and any policy that allows opens again', () => {
  assert.deepEqual(egressRefusal([deny], {}, endpoint), ['default-deny']);
  const subnet = allow([{ ipBlock: { cidr: '10.2.0.0/22' } }], https);
  assert.equal(egressRefusal([deny, subnet], {}, endpoint), undefined);
  assert.deepEqual(egressRefusal([deny, subnet], {}, entra), ['default-deny', 'allow']);
  assert.ok(egressRefusal([deny, subnet], {}, { ...endpoint, port: 80 }));
});

test('public addresses: the whole range except the private ones', () => {
  const range = allow([
    { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] } },
  ]);
  assert.equal(egressRefusal([deny, range], {}, entra), undefined);
  assert.ok(egressRefusal([deny, range], {}, endpoint));
});

test('pod selectors choose whom a policy holds for, peers by label lead nowhere outside', () => {
  const other = policy('other', {
    podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['agent'] }] },
    policyTypes: ['Egress'],
  });
  assert.equal(egressRefusal([other], { app: 'agent' }, endpoint), undefined);
  assert.ok(egressRefusal([other], { app: 'another' }, endpoint));
  const dns = allow([{ namespaceSelector: { matchLabels: { name: 'kube-system' } } }]);
  assert.ok(egressRefusal([deny, dns], {}, endpoint));
});
