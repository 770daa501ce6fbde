import { customDefaults } from './custom/customKinds.ts';
import type { Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { isObject } from './place.ts';
import {
  canonicalAmounts,
  fill,
  podDefaults,
  requestsFromLimits,
  type Fields,
} from './podDefaults.ts';
import { isBuiltIn } from './schema.ts';
import { scalerDefaults } from './scalerDefaults.ts';

/** Fills in what the API server fills in: https://kubernetes.io/docs/reference/kubernetes-api/ */
export function withDefaults(kind: Kind, given: KubernetesObject): KubernetesObject {
  const object = isBuiltIn(kind)
    ? (withoutEmptyLists(given) as KubernetesObject)
    : customDefaults(kind, structuredClone(given));
  const spec: Fields = (object.spec ??= {});
  byKind[kind.kind]?.(spec, object);
  if (Object.keys(spec).length === 0 && !isObject(given.spec)) delete object.spec;
  return object;
}

/** A new object's status, before any controller has seen it. */
export const initialStatus = (kind: Kind): Fields =>
  structuredClone(
    (
      {
        Namespace: { phase: 'Active' },
        HorizontalPodAutoscaler: { desiredReplicas: 0, currentMetrics: null },
        PersistentVolumeClaim: { phase: 'Pending' },
        PodDisruptionBudget: {
          currentHealthy: 0,
          desiredHealthy: 0,
          disruptionsAllowed: 0,
          expectedPods: 0,
        },
        ReplicaSet: { replicas: 0 },
        Service: { loadBalancer: {} },
      } as Record<string, Fields>
    )[kind.kind] ?? {},
  );

/** The API server does not store a list with nothing in it, but for a few. */
function withoutEmptyLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyLists);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(
    ([field, inner]) =>
      !Array.isArray(inner) || inner.length || ['endpoints', 'rules', 'limits'].includes(field),
  );
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutEmptyLists(inner)]));
}

const template = (spec: Fields) => {
  const made = ((spec.template as Fields | undefined) ??= {}) as { spec?: Fields };
  podDefaults((made.spec ??= {}));
};

function roleDefaults(_: Fields, object: KubernetesObject): void {
  object.rules ??= null;
}

function bindingDefaults(_: Fields, object: KubernetesObject): void {
  const apiGroup = 'rbac.authorization.k8s.io';
  if (object.roleRef) fill(object.roleRef, { apiGroup });
  for (const subject of (object.subjects ?? []) as Fields[]) {
    if (subject.kind === 'User' || subject.kind === 'Group') fill(subject, { apiGroup });
  }
}

const byKind: Record<string, (spec: Fields, object: KubernetesObject) => void> = {
  Namespace: (_, object) => {
    const label = { 'kubernetes.io/metadata.name': object.metadata.name };
    object.metadata.labels = { ...object.metadata.labels, ...label };
  },
  Pod: spec => {
    podDefaults(spec);
    requestsFromLimits(spec);
    fill(spec, { enableServiceLinks: true });
  },
  Deployment: spec => {
    fill(spec, {
      replicas: 1,
      strategy: { type: 'RollingUpdate' },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    const strategy = spec.strategy as Fields;
    fill(strategy, { type: 'RollingUpdate' });
    if (strategy.type === 'RollingUpdate') {
      fill(strategy, { rollingUpdate: {} });
      fill(strategy.rollingUpdate as Fields, { maxUnavailable: '25%', maxSurge: '25%' });
    }
    template(spec);
  },
  ReplicaSet: spec => {
    fill(spec, { replicas: 1 });
    template(spec);
  },
  StatefulSet: spec => {
    fill(spec, { replicas: 1, podManagementPolicy: 'OrderedReady', revisionHistoryLimit: 10 });
    template(spec);
  },
  DaemonSet: spec => template(spec),
  Job: spec => {
    fill(spec, { parallelism: 1, completions: 1, backoffLimit: 6, suspend: false });
    template(spec);
  },
  Service: spec => {
    fill(spec, { type: 'ClusterIP', sessionAffinity: 'None' });
    for (const port of (spec.ports ?? []) as Fields[]) {
      fill(port, { protocol: 'TCP', targetPort: port.port });
    }
    if (spec.sessionAffinity === 'ClientIP') {
      fill(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
    }
    if (spec.type === 'ExternalName') return;
    fill(spec, { internalTrafficPolicy: 'Cluster' });
  },
  Secret: (_, object) => {
    const texts = Object.entries((object.stringData ?? {}) as Record<string, string>);
    if (texts.length) {
      const encoded = texts.map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
      object.data = { ...object.data, ...Object.fromEntries(encoded) };
    }
    delete object.stringData;
    object.type ??= 'Opaque';
  },
  NetworkPolicy: spec => {
    fill(spec, { podSelector: {} });
    fill(spec, { policyTypes: spec.egress ? ['Ingress', 'Egress'] : ['Ingress'] });
    for (const rule of [spec.ingress ?? [], spec.egress ?? []].flat() as { ports?: Fields[] }[]) {
      for (const port of rule.ports ?? []) fill(port, { protocol: 'TCP' });
    }
  },
  LimitRange: spec => {
    for (const limit of (spec.limits ?? []) as Record<string, Fields | string>[]) {
      if (limit.type === 'Container') {
        const most = (limit.max ?? {}) as Fields;
        limit.default = { ...most, ...(limit.default as Fields) };
        limit.defaultRequest = {
          ...(limit.min as Fields),
          ...(limit.default as Fields),
          ...(limit.defaultRequest as Fields),
        };
      }
      for (const amounts of Object.values(limit)) canonicalAmounts(amounts);
    }
  },
  ResourceQuota: spec => canonicalAmounts(spec.hard),
  HorizontalPodAutoscaler: scalerDefaults,
  EndpointSlice: (_, object) => {
    for (const port of (object.ports ?? []) as Fields[]) fill(port, { name: '', protocol: 'TCP' });
  },
  Role: roleDefaults,
  ClusterRole: roleDefaults,
  RoleBinding: bindingDefaults,
  ClusterRoleBinding: bindingDefaults,
};
