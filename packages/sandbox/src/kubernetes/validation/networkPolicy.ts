import { portName } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { isStrictSubset, parseCidr } from './cidr.ts';
import { each, named, oneOf, portNumber, type Fields } from './field.ts';
import { selectorProblems } from './labelSelector.ts';

interface Port {
  protocol?: string;
  port?: number | string;
  endPort?: number;
}
interface Peer {
  podSelector?: Fields;
  namespaceSelector?: Fields;
  ipBlock?: { cidr?: string; except?: string[] };
}

export function networkPolicyProblems({ spec = {} }: KubernetesObject): FieldProblem[] {
  const { policyTypes = [] } = spec as { policyTypes?: string[] };
  const rules = (field: 'ingress' | 'egress', peers: 'from' | 'to') =>
    each<{ ports?: Port[] } & Partial<Record<typeof peers, Peer[]>>>(spec[field], (rule, index) => [
      ...each<Port>(rule.ports, (port, at) =>
        portProblems(`spec.${field}[${index}].ports[${at}]`, port),
      ),
      ...each<Peer>(rule[peers], (peer, at) =>
        peerProblems(`spec.${field}[${index}].${peers}[${at}]`, peer),
      ),
    ]);
  return [
    ...selectorProblems('spec.podSelector', spec.podSelector),
    ...rules('ingress', 'from'),
    ...rules('egress', 'to'),
    ...(policyTypes.length > 2
      ? [invalidValue('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes')]
      : each<string>(policyTypes, (type, index) =>
          oneOf(`spec.policyTypes[${index}]`, type, ['Ingress', 'Egress']),
        )),
  ];
}

function portProblems(at: string, { protocol, port, endPort }: Port): FieldProblem[] {
  const end = (why: string) => [invalidValue(`${at}.endPort`, endPort, why)];
  return [
    ...oneOf(`${at}.protocol`, protocol, ['TCP', 'UDP', 'SCTP']),
    ...(typeof port === 'string'
      ? named(`${at}.port`, port, portName)
      : portNumber(`${at}.port`, port)),
    ...(endPort === undefined
      ? []
      : port === undefined
        ? end('may not be specified when `port` is not specified')
        : typeof port === 'string'
          ? end('may not be specified when `port` is non-numeric')
          : endPort < port
            ? end('must be greater than or equal to `port`')
            : portNumber(`${at}.endPort`, endPort)),
  ];
}

function peerProblems(at: string, peer: Peer): FieldProblem[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const selectors = [podSelector, namespaceSelector].filter(Boolean).length;
  return [
    ...selectorProblems(`${at}.podSelector`, podSelector),
    ...selectorProblems(`${at}.namespaceSelector`, namespaceSelector),
    ...(ipBlock ? blockProblems(`${at}.ipBlock`, ipBlock) : []),
    ...(!selectors && !ipBlock ? [required(at, 'must specify a peer')] : []),
    ...(selectors && ipBlock
      ? [forbiddenField(at, 'may not specify both ipBlock and another peer')]
      : []),
  ];
}

function blockProblems(at: string, { cidr = '', except }: NonNullable<Peer['ipBlock']>) {
  if (cidr === '') return [required(`${at}.cidr`)];
  const block = parseCidr(cidr);
  if (typeof block === 'string') return [invalidValue(`${at}.cidr`, cidr, block)];
  return each<string>(except, (text, index) => {
    const field = `${at}.except[${index}]`;
    const left = parseCidr(text);
    if (typeof left === 'string') return [invalidValue(field, text, left)];
    return isStrictSubset(left, block)
      ? []
      : [invalidValue(field, text, 'must be a strict subset of `cidr`')];
  });
}
