import { labelName, portName } from '../names.ts';
import { canonical, quantity } from '../quantity.ts';
import { duplicate, invalidValue, required, type FieldProblem } from '../status.ts';
import { environmentProblems } from './environment.ts';
import { each, named, portNumber, type Fields } from './field.ts';
import { lifecycleProblems, probeProblems } from './probe.ts';
import { amountProblems, isDevice, resourceName, type Amounts } from './resourceNames.ts';

interface Port {
  name?: string;
  containerPort?: number;
  hostPort?: number;
}
/** What the pod around a container says. */
export interface Around {
  volumes: string[];
  grace: number;
}

export function containerProblems(
  at: string,
  container: Fields,
  { volumes, grace }: Around,
): FieldProblem[] {
  const { name, image } = container;
  return [
    ...(name ? named(`${at}.name`, name, labelName) : [required(`${at}.name`)]),
    ...(image ? [] : [required(`${at}.image`)]),
    ...each<Port>(container.ports, (port, index) =>
      portProblems(`${at}.ports[${index}]`, port, (container.ports as Port[]).slice(0, index)),
    ),
    ...environmentProblems(at, container),
    ...mountProblems(`${at}.volumeMounts`, container.volumeMounts, volumes),
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(probe =>
      probeProblems(`${at}.${probe}`, probe, container[probe] as Fields | undefined),
    ),
    ...lifecycleProblems(`${at}.lifecycle`, container.lifecycle as Fields | undefined, grace),
    ...resourceProblems(`${at}.resources`, (container.resources ?? {}) as Resources),
    ...securityProblems(`${at}.securityContext`, container.securityContext as Fields | undefined),
  ];
}

function portProblems(at: string, one: Port, before: Port[]): FieldProblem[] {
  const { name, containerPort, hostPort } = one;
  return [
    ...(name ? named(`${at}.name`, name, portName) : []),
    ...(name && before.some(other => other.name === name) ? [duplicate(`${at}.name`, name)] : []),
    ...(containerPort === 0
      ? [required(`${at}.containerPort`)]
      : portNumber(`${at}.containerPort`, containerPort)),
    ...(hostPort ? portNumber(`${at}.hostPort`, hostPort) : []),
  ];
}

function mountProblems(at: string, mounts: unknown, volumes: string[]): FieldProblem[] {
  const taken = new Set<string>();
  return each<{ name?: string; mountPath?: string }>(mounts, ({ name, mountPath = '' }, index) => {
    const again = taken.has(mountPath);
    taken.add(mountPath);
    return [
      ...(volumes.includes(String(name))
        ? []
        : [
            {
              reason: 'FieldValueNotFound' as const,
              field: `${at}[${index}].name`,
              message: `Not found: ${JSON.stringify(name)}`,
            },
          ]),
      ...(mountPath ? [] : [required(`${at}[${index}].mountPath`)]),
      ...(again ? [invalidValue(`${at}[${index}].mountPath`, mountPath, 'must be unique')] : []),
    ];
  });
}

interface Resources {
  limits?: Amounts;
  requests?: Amounts;
}

function resourceProblems(at: string, { limits = {}, requests = {} }: Resources): FieldProblem[] {
  const checked = (field: string, amounts: Amounts) =>
    Object.entries(amounts).flatMap(([name, amount]) => [
      ...resourceName(`${at}.${field}[${name}]`, name, 'containers'),
      ...amountProblems(`${at}.${field}[${name}]`, name, amount),
    ]);
  return [
    ...checked('limits', limits),
    ...checked('requests', requests),
    ...Object.entries(requests).flatMap(([name, asked]) => {
      const most = limits[name];
      if (most === undefined) {
        return isDevice(name)
          ? [required(`${at}.limits`, 'Limit must be set for non overcommitable resources')]
          : [];
      }
      const text = `must be less than or equal to ${name} limit of ${canonical(most)}`;
      return (quantity(asked) ?? 0) > (quantity(most) ?? 0)
        ? [invalidValue(`${at}.requests`, String(canonical(asked)), text)]
        : [];
    }),
  ];
}

const largestId = 2 ** 31 - 1;

/** A container's security context, or as far as it has the same fields a pod's. */
export function securityProblems(at: string, context: Fields | undefined): FieldProblem[] {
  if (!context) return [];
  const { seccompProfile, privileged, allowPrivilegeEscalation } = context;
  const { type, localhostProfile } = (seccompProfile ?? {}) as Fields;
  return [
    ...['runAsUser', 'runAsGroup', 'fsGroup'].flatMap(field => {
      const id = context[field];
      return typeof id === 'number' && (id < 0 || id > largestId)
        ? [invalidValue(`${at}.${field}`, id, `must be between 0 and ${largestId}, inclusive`)]
        : [];
    }),
    ...(type === 'Localhost' && !localhostProfile
      ? [
          required(
            `${at}.seccompProfile.localhostProfile`,
            'must be set when seccomp type is Localhost',
          ),
        ]
      : []),
    ...(privileged === true && allowPrivilegeEscalation === false
      ? [
          invalidValue(
            at,
            context,
            'cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
          ),
        ]
      : []),
  ];
}
