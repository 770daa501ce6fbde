import type { Kind } from '../kinds.ts';
import { labelName, labelValueRule, pathSegment, qualifiedName, subdomainName } from '../names.ts';
import type { KubernetesObject } from '../object.ts';
import { invalidValue, tooLong, type FieldProblem } from '../status.ts';
import { each, named } from './field.ts';

const mostInAnnotations = 256 * 1024;

/** Name, labels, annotations and finalizers, which every kind has. */
export function metadataProblems(
  kind: Kind,
  { metadata }: KubernetesObject,
  isNew: boolean,
): FieldProblem[] {
  const { name, labels, annotations = {}, finalizers } = metadata;
  const written = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + key.length + value.length,
    0,
  );
  return [
    ...(isNew ? named('metadata.name', name, ruleOf(kind)) : []),
    ...labelProblems('metadata.labels', labels),
    ...Object.keys(annotations).flatMap(key =>
      qualifiedName(key.toLowerCase()).map(text => invalidValue('metadata.annotations', key, text)),
    ),
    ...(written > mostInAnnotations ? [tooLong('metadata.annotations', mostInAnnotations)] : []),
    ...each<string>(finalizers, one => named('metadata.finalizers', one, qualifiedName)),
  ];
}

function ruleOf(kind: Kind) {
  if (kind.group === 'rbac.authorization.k8s.io') return pathSegment;
  return ['Namespace', 'Service'].includes(kind.kind) ? labelName : subdomainName;
}

/** Keys and values of labels, or of a selector's labels. */
export const labelProblems = (field: string, labels: Record<string, string> = {}): FieldProblem[] =>
  Object.entries(labels).flatMap(([key, value]) => [
    ...named(field, key, qualifiedName),
    ...named(field, value, labelValueRule),
  ]);

const levels = ['privileged', 'baseline', 'restricted'];

/** The labels that Pod Security reads, and a namespace's own finalizers. */
export function namespaceProblems({ metadata, spec }: KubernetesObject): FieldProblem[] {
  const security = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    const [, part] = /^pod-security\.kubernetes\.io\/(?:enforce|audit|warn)(-version)?$/.exec(key)
      ? [key, key.endsWith('-version') ? 'version' : 'level']
      : [];
    const field = `metadata.labels[${key}]`;
    if (part === 'level' && !levels.includes(value)) {
      return [invalidValue(field, value, `must be one of ${levels.join(', ')}`)];
    }
    return part === 'version' && !/^(latest|v1\.(0|[1-9]\d*))$/.test(value)
      ? [invalidValue(field, value, 'must be "latest" or "v1.x"')]
      : [];
  });
  const foreign = each<string>(spec?.finalizers, one => [
    ...named('spec.finalizers', one, qualifiedName),
    ...(one.includes('/') || one === 'kubernetes'
      ? []
      : [
          invalidValue(
            'spec.finalizers',
            one,
            'name is neither a standard finalizer name nor is it fully qualified',
          ),
        ]),
  ]);
  return [...security, ...foreign];
}
