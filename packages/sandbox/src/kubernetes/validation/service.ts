import { isIP } from 'node:net';
import { labelName, portName, subdomainName } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { duplicate, invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named, portNumber } from './field.ts';
import { labelProblems } from './metadata.ts';

interface Port {
  name?: string;
  port?: number;
  protocol?: string;
  targetPort?: number | string;
}

export function serviceProblems(
  { spec = {} }: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const ports: Port[] = spec.ports ?? [];
  const outside = spec.type === 'ExternalName';
  const { clusterIP } = spec as { clusterIP?: string };
  return [
    ...(!outside && clusterIP !== 'None' && ports.length === 0 ? [required('spec.ports')] : []),
    ...(outside && !spec.externalName ? [required('spec.externalName')] : []),
    ...(outside && spec.externalName
      ? named('spec.externalName', spec.externalName, subdomainName)
      : []),
    ...labelProblems('spec.selector', spec.selector),
    ...each<Port>(ports, (port, index) => portProblems(port, index, ports)),
    ...(clusterIP && clusterIP !== 'None' && !isIP(clusterIP)
      ? [
          invalidValue(
            'spec.clusterIPs[0]',
            clusterIP,
            'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
          ),
        ]
      : []),
    ...(existing?.spec?.clusterIP && existing.spec.clusterIP !== clusterIP
      ? [invalidValue('spec.clusterIPs[0]', [clusterIP], 'may not change once set')]
      : []),
  ];
}

function portProblems(one: Port, index: number, all: Port[]): FieldProblem[] {
  const at = `spec.ports[${index}]`;
  const { name, port, protocol, targetPort } = one;
  const before = all.slice(0, index);
  return [
    ...(all.length > 1 && !name ? [required(`${at}.name`)] : []),
    ...(name ? named(`${at}.name`, name, labelName) : []),
    ...(name && before.some(other => other.name === name) ? [duplicate(`${at}.name`, name)] : []),
    ...portNumber(`${at}.port`, port),
    ...(typeof targetPort === 'string'
      ? named(`${at}.targetPort`, targetPort, portName)
      : portNumber(`${at}.targetPort`, targetPort)),
    ...(before.some(other => other.port === port && other.protocol === protocol)
      ? [
          duplicate(at, {
            Name: '',
            Protocol: protocol,
            AppProtocol: null,
            Port: port,
            TargetPort: 0,
            NodePort: 0,
          }),
        ]
      : []),
  ];
}
