import { portName } from '../names.ts';
import { forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { named, notNegative, portNumber, type Fields } from './field.ts';

type Handlers = Record<string, Fields | undefined>;

const seconds = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
];

/** Liveness, readiness and startup. */
export function probeProblems(at: string, name: string, probe: Fields | undefined): FieldProblem[] {
  if (!probe) return [];
  const { successThreshold } = probe;
  return [
    ...handlerProblems(at, probe as Handlers, ['exec', 'httpGet', 'tcpSocket', 'grpc']),
    ...seconds.flatMap(field => notNegative(`${at}.${field}`, probe[field])),
    ...(name !== 'readinessProbe' && successThreshold !== 1
      ? [invalidValue(`${at}.successThreshold`, successThreshold, 'must be 1')]
      : []),
  ];
}

/** What is done before a container is stopped, or after it was started. */
export function lifecycleProblems(at: string, lifecycle: Fields | undefined, grace: number) {
  return ['postStart', 'preStop'].flatMap(field => {
    const handler = lifecycle?.[field] as Handlers | undefined;
    if (!handler) return [];
    const asleep = handler.sleep?.seconds;
    return [
      ...handlerProblems(`${at}.${field}`, handler, ['exec', 'httpGet', 'tcpSocket', 'sleep']),
      ...(typeof asleep === 'number' && (asleep < 0 || asleep > grace)
        ? [
            invalidValue(
              `${at}.${field}.sleep`,
              asleep,
              `must be non-negative and less than terminationGracePeriodSeconds (${grace})`,
            ),
          ]
        : []),
    ];
  });
}

/** Exactly one of the ways, and that one complete. */
function handlerProblems(at: string, handlers: Handlers, ways: string[]): FieldProblem[] {
  const [first, ...more] = ways.filter(way => handlers[way]);
  if (!first) return [required(at, 'must specify a handler type')];
  const chosen = handlers[first] ?? {};
  const { command } = chosen as { command?: unknown[] };
  return [
    ...(first === 'exec' && !command?.length ? [required(`${at}.exec.command`)] : []),
    ...(first === 'exec' || first === 'sleep' ? [] : portOf(`${at}.${first}.port`, chosen.port)),
    ...more.map(way => forbiddenField(`${at}.${way}`, 'may not specify more than 1 handler type')),
  ];
}

const portOf = (field: string, port: unknown) =>
  typeof port === 'string' ? named(field, port, portName) : portNumber(field, port);
