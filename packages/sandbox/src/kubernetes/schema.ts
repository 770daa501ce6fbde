import { apiVersion, kinds, type Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';

/** Where a value does not fit its kind's schema. */
export interface SchemaProblem {
  /** Path of names and list positions. */
  path: string[];
  keyword: 'type' | 'format' | 'oneOf' | 'enum' | 'required';
  /** The type that the schema wants (for `type`). */
  type?: string;
  allowed?: unknown[];
  value: unknown;
}

interface Validator {
  (data: unknown): boolean;
  errors?: AjvError[] | null;
}
interface AjvError {
  instancePath: string;
  keyword: string;
  params: { type?: string; allowedValues?: unknown[]; missingProperty?: string };
}

const groups: Record<string, string> = {
  '': 'Core',
  apps: 'Apps',
  'authentication.k8s.io': 'Authentication',
  'authorization.k8s.io': 'Authorization',
  autoscaling: 'Autoscaling',
  batch: 'Batch',
  'discovery.k8s.io': 'Discovery',
  'networking.k8s.io': 'Networking',
  policy: 'Policy',
  'rbac.authorization.k8s.io': 'Rbac',
};
const validators = new Map<string, Validator>();
/** What custom resources borrow from Kubernetes' own kinds. */
const borrowed = {
  Affinity: 'CoreV1',
  Container: 'CoreV1',
  EnvFromSource: 'CoreV1',
  HorizontalPodAutoscalerBehavior: 'AutoscalingV2',
  Lifecycle: 'CoreV1',
  PersistentVolumeClaim: 'CoreV1',
  PersistentVolumeClaimTemplate: 'CoreV1',
  PodDNSConfig: 'CoreV1',
  PodSecurityContext: 'CoreV1',
  Probe: 'CoreV1',
  SecurityContext: 'CoreV1',
  SessionAffinityConfig: 'CoreV1',
  TopologySpreadConstraint: 'CoreV1',
  Volume: 'CoreV1',
  VolumeMount: 'CoreV1',
};

/** Kubernetes' own kinds have a schema; custom resources take what they are given. */
export const isBuiltIn = (kind: Kind) => kind.group in groups;

/** Loads the schemas of all built-in kinds; to be awaited before anything is checked. */
export async function loadSchemas(): Promise<void> {
  const load = async (as: string, name: string) => {
    const schema: { validate: Validator } = await import(
      `kubernetes-models/_schemas/IoK8sApi${name}`
    );
    validators.set(as, schema.validate);
  };
  await Promise.all([
    ...kinds.filter(isBuiltIn).map(kind => {
      const version = kind.version.charAt(0).toUpperCase() + kind.version.slice(1);
      return load(key(kind), `${groups[kind.group]}${version}${kind.kind}`);
    }),
    ...Object.entries(borrowed).map(([name, group]) => load(name, `${group}${name}`)),
  ]);
}

const key = (kind: Kind) => `${apiVersion(kind)}/${kind.kind}`;

/** Wrong types, missing fields and values that are none of those allowed. */
export const schemaProblems = (kind: Kind, object: KubernetesObject): SchemaProblem[] =>
  coreProblems(key(kind), object);

/** The same for a value of a type that custom resources borrow. */
export function coreProblems(name: string, object: unknown): SchemaProblem[] {
  const validate = validators.get(name);
  if (!validate || validate(object)) return [];
  return (validate.errors ?? []).flatMap(({ instancePath, keyword, params }) => {
    const path = instancePath.split('/').slice(1);
    if (params.missingProperty) path.push(params.missingProperty);
    if (!['type', 'format', 'oneOf', 'enum', 'required'].includes(keyword)) return [];
    return [
      {
        path,
        keyword: keyword as SchemaProblem['keyword'],
        type: params.type,
        allowed: params.allowedValues,
        value: path.reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], object),
      },
    ];
  });
}

/**
 * Fields that the kind does not have. The validators know every field but refuse none, so what they do not look at
 * while they check is unknown.
 */
export const unknownFields = (kind: Kind, object: KubernetesObject): string[][] =>
  coreUnknown(key(kind), object);

/** The same for a value of a type that custom resources borrow. */
export function coreUnknown(name: string, object: unknown): string[][] {
  const validate = validators.get(name);
  if (!validate) return [];
  const looked = new WeakMap<object, Set<string>>();
  const watched = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const seen = looked.get(value) ?? new Set<string>();
    looked.set(value, seen);
    return new Proxy(value, {
      get(target, field) {
        if (typeof field === 'string') seen.add(field);
        return watched(Reflect.get(target, field));
      },
      ownKeys(target) {
        for (const field of Object.keys(target)) seen.add(field);
        return Reflect.ownKeys(target);
      },
    });
  };
  validate(watched(object));
  const unknown: string[][] = [];
  const walk = (value: unknown, path: string[]) => {
    if (typeof value !== 'object' || value === null) return;
    const seen = looked.get(value);
    for (const [field, inner] of Object.entries(value)) {
      // whose fields are whose is written in a form of its own
      if (field === 'fieldsV1') continue;
      if (Array.isArray(value) || seen?.has(field)) walk(inner, [...path, field]);
      else if (seen) unknown.push([...path, field]);
    }
  };
  walk(object, []);
  return unknown;
}

/** `spec.containers[0].image`. */
export const dotted = (path: string[]) =>
  path.reduce(
    (text, step) => text + (/^\d+$/.test(step) ? `[${step}]` : `${text && '.'}${step}`),
    '',
  );
