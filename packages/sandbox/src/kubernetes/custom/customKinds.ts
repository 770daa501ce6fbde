import type { Kind } from '../kinds.ts';
import type { KubernetesObject } from '../object.ts';
import type { SchemaProblem } from '../schema.ts';
import { invalidValue, type FieldProblem } from '../status.ts';
import { collector } from './collector.ts';
import { instrumentation } from './instrumentation.ts';
import { podMonitor, serviceMonitor } from './monitors.ts';
import { problemsAt, typeProblemsAt } from './problems.ts';
import { anything, struct, type Schema } from './schema.ts';
import { defaultsAt, undeclaredAt } from './shape.ts';

const specs: Record<string, { spec: Schema; required?: string[] }> = {
  Instrumentation: { spec: instrumentation },
  OpenTelemetryCollector: { spec: collector },
  PodMonitor: { spec: podMonitor, required: ['spec'] },
  ServiceMonitor: { spec: serviceMonitor, required: ['spec'] },
};

/** What stands in an object of this kind; undefined where Kubernetes' own schemas say it. */
export function customSchema(kind: string): Schema | undefined {
  const found = specs[kind];
  return found && whole[kind];
}

const whole = Object.fromEntries(
  Object.entries(specs).map(([kind, { spec, required }]) => [
    kind,
    struct({ spec, status: anything }, required),
  ]),
);

const body = ({ apiVersion: _, kind: __, metadata: ___, ...rest }: KubernetesObject) => rest;

export const customUndeclared = (kind: Kind, object: KubernetesObject): string[][] =>
  undeclaredAt(whole[kind.kind] ?? anything, body(object));

export const customTypeProblems = (kind: Kind, object: KubernetesObject): SchemaProblem[] =>
  typeProblemsAt(whole[kind.kind] ?? anything, body(object));

export function customDefaults(kind: Kind, object: KubernetesObject): KubernetesObject {
  const schema = whole[kind.kind];
  return schema
    ? ({ ...object, ...(defaultsAt(schema, body(object)) as object) } as KubernetesObject)
    : object;
}

/** What is wrong with a custom resource; undefined fields are dropped before. */
export function customProblems({ kind }: Kind, object: KubernetesObject): FieldProblem[] {
  const schema = whole[kind];
  if (!schema) return [];
  const found = problemsAt(schema, body(object), '');
  return kind === 'OpenTelemetryCollector' ? [...found, ...collectorRules(object, found)] : found;
}

const notForSidecars = ['tolerations', 'priorityClassName', 'affinity', 'additionalContainers'];
const blocking = new Set(['Required', 'TypeInvalid', 'NotSupported', 'TooLong']);

/** The rules in its definition that are expressions, and what the scale subresource reads. */
function collectorRules({ spec }: KubernetesObject, found: FieldProblem[]): FieldProblem[] {
  const { mode, replicas } = spec ?? {};
  const unread =
    typeof replicas === 'string'
      ? [
          invalidValue(
            '.spec.replicas',
            0,
            `.spec.replicas accessor error: ${replicas} is of the type string, expected int64`,
          ),
        ]
      : [];
  if (found.some(({ reason }) => blocking.has(reason.slice('FieldValue'.length)))) {
    return [
      ...unread,
      invalidValue(
        '<nil>',
        null,
        'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
      ),
    ];
  }
  return notForSidecars.flatMap((field): FieldProblem[] => {
    const value: unknown = spec?.[field];
    const text = `the OpenTelemetry Collector mode is set to sidecar, which does not support the attribute '${field}'`;
    const says = (message: string) => [
      { reason: 'FieldValueInvalid' as const, field: 'spec', message },
    ];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return [];
    if (mode === undefined) {
      return says(`Invalid value: "object": no such key: mode evaluating rule: ${text}`);
    }
    return mode === 'sidecar' ? says(`Invalid value: ${text}`) : [];
  });
}
