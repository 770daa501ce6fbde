import { forms, type Read } from './values';

/** What each application's namespace is held to. */
export interface Guardrails {
  /** ClusterRole that the owner gets in the app's namespace. */
  ownerRole: string;
  /** Version of Pod Security's `restricted`: `v1.33`, or `latest`, which moves with the cluster. */
  podSecurityVersion: string;
  /** Namespaces that no application gets, beside those that are reserved everywhere (app/reservedNamespaces.ts). */
  reservedNamespaces: string[];
  quota: Record<string, string>;
  /** Of each container. */
  limits: Record<'default' | 'defaultRequest' | 'max', Record<string, string>>;
}

/** What a namespace is held to where `guardrails` does not say otherwise: two replicas, and room to roll out. */
const defaults: Guardrails = {
  ownerRole: 'view',
  // Not `latest`: an upgrade of the cluster would change, by itself, which pods are refused. The newest version that every
  // cluster under support knows; an older cluster would take it for `latest`.
  podSecurityVersion: 'v1.33',
  // Of this portal itself, of a gateway to the agents, and of what commonly takes what comes from outside.
  reservedNamespaces: ['gateway', 'ingress-nginx', 'portal'],
  quota: {
    'requests.cpu': '2',
    'requests.memory': '4Gi',
    'limits.cpu': '4',
    'limits.memory': '8Gi',
    pods: '10',
    'services.loadbalancers': '0',
    'services.nodeports': '0',
    // What a pod writes lies on its node, beside everybody's: a full one drives pods out.
    'requests.ephemeral-storage': '8Gi',
    'limits.ephemeral-storage': '24Gi',
    // Disks cost, and outlive their pods.
    'requests.storage': '0',
    persistentvolumeclaims: '0',
    // Each is kept by the cluster's own database, which is everybody's. A Deployment keeps ten ReplicaSets.
    'count/configmaps': '100',
    'count/services': '10',
    'count/deployments.apps': '5',
    'count/replicasets.apps': '60',
  },
  limits: {
    default: { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '1Gi' },
    defaultRequest: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '256Mi' },
    // The whole quota.
    max: {},
  },
};
/** The resources of which one container may have no more than its whole namespace. */
const bounded = ['cpu', 'memory', 'ephemeral-storage'];
const quantity = [/^\d+(\.\d+)?(m|k|[KMGTPE]i|[MGTPE])?$/, 'a Kubernetes quantity'] as const;

export function readGuardrails(read: Read): Guardrails {
  const quota = { ...defaults.quota, ...read.map('guardrails.quota', quantity) };
  return {
    ownerRole: read.optional('guardrails.ownerRole', forms.roleName) ?? defaults.ownerRole,
    podSecurityVersion:
      read.optional('guardrails.podSecurityVersion', forms.podSecurityVersion) ??
      defaults.podSecurityVersion,
    reservedNamespaces:
      read.list('guardrails.reservedNamespaces', forms.dnsLabel) ?? defaults.reservedNamespaces,
    quota,
    limits: {
      default: {
        ...defaults.limits.default,
        ...read.map('guardrails.limits.default', quantity),
      },
      defaultRequest: {
        ...defaults.limits.defaultRequest,
        ...read.map('guardrails.limits.defaultRequest', quantity),
      },
      max: {
        ...Object.fromEntries(bounded.map(name => [name, quota[`limits.${name}`]])),
        ...read.map('guardrails.limits.max', quantity),
      },
    },
  };
}
