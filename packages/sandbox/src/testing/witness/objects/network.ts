import { specified } from './object.ts';

const policy = (what: string, spec: unknown) => specified('NetworkPolicy', what, spec);
const to = (what: string, ...peers: unknown[]) =>
  policy(what, { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: peers }] });
const block = (what: string, cidr: unknown, except?: unknown) =>
  to(what, { ipBlock: { cidr, except } });
const ports = (what: string, ...list: unknown[]) =>
  policy(what, { podSelector: {}, ingress: [{ ports: list }] });

export const network = [
  policy('deny all', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
  to('dns', {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  }),
  block('public addresses', '0.0.0.0/0', ['10.0.0.0/8', '172.16.0.0/12', '169.254.0.0/16']),
  block('addresses of ipv6', '2001:db8::/32', ['2001:db8:1::/48']),
  block('no cidr', '10.0.0.0'),
  block('no address', '10.0.0.300/8'),
  block('a missing cidr', undefined),
  block('an empty cidr', ''),
  block('bits behind the mask', '10.2.0.5/22'),
  block('except outside', '10.0.0.0/8', ['11.0.0.0/16']),
  block('except as wide', '10.0.0.0/8', ['10.0.0.0/8']),
  block('except that is no cidr', '10.0.0.0/8', ['10.1']),
  block('leading zeros', '010.0.0.0/8'),
  to('nothing in a peer', {}),
  to('address and selector', { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
  to('a bad label in a selector', { podSelector: { matchLabels: { 'a b': 'c d' } } }),
  to('an expression', {
    podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
  }),
  to('no such operator', { podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } }),
  to('an expression without values', {
    podSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] },
  }),
  to('an expression with too many values', {
    namespaceSelector: { matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] },
  }),
  ports('ports', { port: 8080 }, { port: 'http', protocol: 'TCP' }, { protocol: 'UDP', port: 53 }),
  ports('port zero', { port: 0 }),
  ports('port seventy thousand', { port: 70_000 }),
  ports('a bad port name', { port: 'Http_1' }),
  ports('no such protocol', { port: 1, protocol: 'ICMP' }),
  ports('a range', { port: 32_000, endPort: 32_768 }),
  ports('a range backwards', { port: 32_000, endPort: 31_000 }),
  ports('a range without beginning', { endPort: 31_000 }),
  ports('a range from a name', { port: 'http', endPort: 31_000 }),
  policy('no such type', { podSelector: {}, policyTypes: ['Inward'] }),
  policy('too many types', { podSelector: {}, policyTypes: ['Ingress', 'Egress', 'Ingress'] }),
  policy('no selector', { policyTypes: ['Ingress'] }),
  policy('type by its rules', { podSelector: { matchLabels: { a: 'b' } }, egress: [{}] }),
  policy('an unknown field', { podSelector: {}, ingres: [] }),
];
