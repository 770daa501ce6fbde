/** A Kubernetes object as it lies on the wire; each kind's fields are its own. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape depends on the kind
  [field: string]: any;
}

interface Metadata {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: {
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
  }[];
  finalizers?: string[];
  managedFields?: ManagedFields[];
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export interface ManagedFields {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  time: string;
  fieldsType: 'FieldsV1';
  fieldsV1: FieldSet;
  subresource?: string;
}

/** The `FieldsV1` form: `f:name` a field, `k:{…}` a list item by its keys, `v:…` a set's value, `.` the thing itself. */
export interface FieldSet {
  [element: string]: FieldSet;
}
