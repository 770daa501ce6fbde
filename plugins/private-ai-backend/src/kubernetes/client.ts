/** A Kubernetes object as it lies on the wire. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    generation?: number;
    creationTimestamp?: string;
    deletionTimestamp?: string;
    resourceVersion?: string;
    uid?: string;
    ownerReferences?: { apiVersion?: string; kind?: string; name?: string; uid: string }[];
    managedFields?: unknown[];
  };
  // The shape depends on the kind; each manifest's file knows its own.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [field: string]: any;
}

export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** The one way to a cluster's API. Failures are `ClusterError`, which carries status and reason. */
export interface ClusterClient {
  /** Undefined when there is none. */
  get(ref: ObjectRef, signal?: AbortSignal): Promise<KubernetesObject | undefined>;
  list(
    of: { apiVersion: string; kind: string; namespace?: string; labelSelector?: string },
    signal?: AbortSignal,
  ): Promise<KubernetesObject[]>;
  /**
   * Server-side apply of raw JSON under the portal's field manager; what was stored is held against what was meant.
   * @throws ClusterError that names the other manager on a conflict
   */
  apply(
    object: KubernetesObject,
    options?: { dryRun?: boolean; signal?: AbortSignal },
  ): Promise<KubernetesObject>;
  /** Says how many pods a Deployment has, whoever said it before. */
  scale(
    deployment: { namespace: string; name: string },
    replicas: number,
    signal?: AbortSignal,
  ): Promise<void>;
  remove(ref: ObjectRef, signal?: AbortSignal): Promise<void>;
  /** What the cluster calls who asks: the name that a binding gives rights to. */
  user(signal?: AbortSignal): Promise<string>;
  /** The end of a container's log. */
  logs(
    pod: { namespace: string; name: string; container: string; previous?: boolean; lines?: number },
    signal?: AbortSignal,
  ): Promise<string>;
  /** Where the API server answers, how it is trusted, and a fresh token: for what streams (the agents' proxy). */
  connection(): Promise<{ server: string; ca?: string; token: string }>;
}
