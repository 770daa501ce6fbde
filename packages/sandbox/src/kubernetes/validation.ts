import { isDeepStrictEqual } from 'node:util';
import { labelProblems, nameProblems } from './names.ts';
import type { Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { dotted, schemaProblems } from './schema.ts';
import { invalidValue, required, unsupported, type FieldProblem } from './status.ts';

type Labels = Record<string, string>;

/** Everything that is wrong with an object as it would be stored, as the API server lists it. */
export function problemsOf(
  kind: Kind,
  object: KubernetesObject,
  existing?: KubernetesObject,
): FieldProblem[] {
  const { name, labels } = object.metadata;
  const own = byKind[kind.kind]?.(object, existing) ?? [];
  const known = new Set(own.map(problem => problem.field));
  const bySchema = schemaProblems(kind, object).flatMap(({ path, keyword, allowed, value }) => {
    const field = dotted(path);
    if (known.has(field)) return [];
    if (keyword === 'required') return [required(field)];
    if (keyword === 'enum') return [unsupported(field, value, allowed ?? [])];
    return [];
  });
  return [
    ...(existing ? [] : nameProblems(kind, name)),
    ...labelProblems(labels),
    ...own,
    ...bySchema.filter(problem => !own.some(one => problem.field.startsWith(one.field))),
  ];
}

const byKind: Record<
  string,
  (object: KubernetesObject, existing?: KubernetesObject) => FieldProblem[]
> = {
  Pod: pod => podProblems(pod.spec, 'spec'),
  Deployment: workload,
  ReplicaSet: workload,
  StatefulSet: workload,
  DaemonSet: workload,
  Job: job => podProblems(job.spec?.template?.spec, 'spec.template.spec'),
  Service: serviceProblems,
};

function workload(object: KubernetesObject, existing?: KubernetesObject): FieldProblem[] {
  const { selector, template } = object.spec ?? {};
  const wanted: Labels = selector?.matchLabels ?? {};
  const labels: Labels | undefined = template?.metadata?.labels;
  const matches = Object.entries(wanted).every(([key, value]) => labels?.[key] === value);
  const empty = !selector || (!Object.keys(wanted).length && !selector.matchExpressions?.length);
  return [
    ...(!selector
      ? [required('spec.selector')]
      : empty
        ? [
            invalidValue(
              'spec.selector',
              selector,
              `empty selector is invalid for ${object.kind.toLowerCase()}`,
            ),
          ]
        : []),
    ...(!selector || !matches
      ? [
          invalidValue(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]
      : []),
    ...podProblems(template?.spec, 'spec.template.spec'),
    ...(existing && selector && !isDeepStrictEqual(existing.spec.selector, selector)
      ? [invalidValue('spec.selector', selector, 'field is immutable')]
      : []),
  ];
}

interface Container {
  name?: string;
  image?: string;
  volumeMounts?: { name?: string }[];
}

function podProblems(spec: Record<string, unknown> | undefined, at: string): FieldProblem[] {
  const containers = (spec?.containers ?? []) as Container[];
  if (containers.length === 0) return [required(`${at}.containers`)];
  const volumes = ((spec?.volumes ?? []) as { name: string }[]).map(({ name }) => name);
  const each = (list: Container[], field: string) =>
    list.flatMap((container, index) => [
      ...(container.name ? [] : [required(`${at}.${field}[${index}].name`)]),
      ...(container.image ? [] : [required(`${at}.${field}[${index}].image`)]),
      ...(container.volumeMounts ?? []).flatMap((mount, position): FieldProblem[] =>
        volumes.includes(String(mount.name))
          ? []
          : [
              {
                reason: 'FieldValueInvalid',
                field: `${at}.${field}[${index}].volumeMounts[${position}].name`,
                message: `Not found: ${JSON.stringify(mount.name)}`,
              },
            ],
      ),
    ]);
  return [
    ...each((spec?.initContainers ?? []) as Container[], 'initContainers'),
    ...each(containers, 'containers'),
  ];
}

function serviceProblems(service: KubernetesObject, existing?: KubernetesObject): FieldProblem[] {
  const ports = (service.spec?.ports ?? []) as {
    name?: string;
    port?: unknown;
    targetPort?: unknown;
  }[];
  const range = (field: string, port: unknown) =>
    typeof port === 'number' && (port < 1 || port > 65535)
      ? [invalidValue(field, port, 'must be between 1 and 65535, inclusive')]
      : [];
  const needsPorts =
    !['ExternalName'].includes(service.spec?.type) && service.spec?.clusterIP !== 'None';
  return [
    ...(needsPorts && ports.length === 0 ? [required('spec.ports')] : []),
    ...ports.flatMap((port, index) => [
      ...(ports.length > 1 && !port.name ? [required(`spec.ports[${index}].name`)] : []),
      ...range(`spec.ports[${index}].port`, port.port),
      ...range(`spec.ports[${index}].targetPort`, port.targetPort),
    ]),
    ...(existing?.spec?.clusterIP && existing.spec.clusterIP !== service.spec?.clusterIP
      ? [invalidValue('spec.clusterIPs[0]', [service.spec?.clusterIP], 'may not change once set')]
      : []),
  ];
}
