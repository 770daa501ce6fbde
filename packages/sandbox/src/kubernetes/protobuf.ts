import protobuf from 'protobufjs/minimal.js';
import { StatusError } from './status.ts';

/** A field's number and what it holds: a scalar, or a message by its name; `[]` of many, `{}` by key. */
type Field = [number: number, type: string];
type Message = Record<string, Field>;

/**
 * The messages that `kubectl create` and `kubectl auth` send, by their fields' numbers: these send nothing but protobuf.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding
 */
const messages: Record<string, Message> = {
  Unknown: { typeMeta: [1, 'TypeMeta'], raw: [2, 'bytes'] },
  TypeMeta: { apiVersion: [1, 'string'], kind: [2, 'string'] },
  ObjectMeta: {
    name: [1, 'string'],
    generateName: [2, 'string'],
    namespace: [3, 'string'],
    creationTimestamp: [8, 'ignored'],
    labels: [11, 'string{}'],
    annotations: [12, 'string{}'],
    finalizers: [14, 'string[]'],
  },
  LabelSelector: { matchLabels: [1, 'string{}'] },
  Quantity: { string: [1, 'string'] },
  Namespace: { metadata: [1, 'ObjectMeta'], spec: [2, 'NamespaceSpec'], status: [3, 'ignored'] },
  NamespaceSpec: { finalizers: [1, 'string[]'] },
  ConfigMap: {
    metadata: [1, 'ObjectMeta'],
    data: [2, 'string{}'],
    binaryData: [3, 'base64{}'],
    immutable: [4, 'bool'],
  },
  Secret: {
    metadata: [1, 'ObjectMeta'],
    data: [2, 'base64{}'],
    type: [3, 'string'],
    stringData: [4, 'string{}'],
    immutable: [5, 'bool'],
  },
  ServiceAccount: { metadata: [1, 'ObjectMeta'] },
  ResourceQuota: {
    metadata: [1, 'ObjectMeta'],
    spec: [2, 'ResourceQuotaSpec'],
    status: [3, 'ignored'],
  },
  ResourceQuotaSpec: { hard: [1, 'Quantity{}'], scopes: [2, 'string[]'] },
  PolicyRule: {
    verbs: [1, 'string[]'],
    apiGroups: [2, 'string[]'],
    resources: [3, 'string[]'],
    resourceNames: [4, 'string[]'],
    nonResourceURLs: [5, 'string[]'],
  },
  Subject: {
    kind: [1, 'string'],
    apiGroup: [2, 'string'],
    name: [3, 'string'],
    namespace: [4, 'string'],
  },
  RoleRef: { apiGroup: [1, 'string'], kind: [2, 'string'], name: [3, 'string'] },
  Role: { metadata: [1, 'ObjectMeta'], rules: [2, 'PolicyRule[]'] },
  ClusterRole: {
    metadata: [1, 'ObjectMeta'],
    rules: [2, 'PolicyRule[]'],
    aggregationRule: [3, 'AggregationRule'],
  },
  AggregationRule: { clusterRoleSelectors: [1, 'LabelSelector[]'] },
  RoleBinding: {
    metadata: [1, 'ObjectMeta'],
    subjects: [2, 'Subject[]'],
    roleRef: [3, 'RoleRef'],
  },
  SelfSubjectAccessReview: {
    metadata: [1, 'ObjectMeta'],
    spec: [2, 'SelfSubjectAccessReviewSpec'],
    status: [3, 'ignored'],
  },
  SelfSubjectAccessReviewSpec: {
    resourceAttributes: [1, 'ResourceAttributes'],
    nonResourceAttributes: [2, 'NonResourceAttributes'],
  },
  ResourceAttributes: {
    namespace: [1, 'string'],
    verb: [2, 'string'],
    group: [3, 'string'],
    version: [4, 'string'],
    resource: [5, 'string'],
    subresource: [6, 'string'],
    name: [7, 'string'],
  },
  NonResourceAttributes: { path: [1, 'string'], verb: [2, 'string'] },
  SelfSubjectRulesReview: {
    metadata: [1, 'ObjectMeta'],
    spec: [2, 'SelfSubjectRulesReviewSpec'],
    status: [3, 'ignored'],
  },
  SelfSubjectRulesReviewSpec: { namespace: [1, 'string'] },
  SelfSubjectReview: { metadata: [1, 'ObjectMeta'], status: [2, 'ignored'] },
  TokenRequest: {
    metadata: [1, 'ObjectMeta'],
    spec: [2, 'TokenRequestSpec'],
    status: [3, 'ignored'],
  },
  TokenRequestSpec: {
    audiences: [1, 'string[]'],
    boundObjectRef: [3, 'BoundObjectReference'],
    expirationSeconds: [4, 'int'],
  },
  BoundObjectReference: {
    kind: [1, 'string'],
    apiVersion: [2, 'string'],
    name: [3, 'string'],
    uid: [4, 'string'],
  },
  Deployment: {
    metadata: [1, 'ObjectMeta'],
    spec: [2, 'DeploymentSpec'],
    status: [3, 'ignored'],
  },
  DeploymentSpec: {
    replicas: [1, 'int'],
    selector: [2, 'LabelSelector'],
    template: [3, 'PodTemplateSpec'],
    strategy: [4, 'Empty'],
  },
  PodTemplateSpec: { metadata: [1, 'ObjectMeta'], spec: [2, 'PodSpec'] },
  PodSpec: { containers: [2, 'Container[]'] },
  Container: {
    name: [1, 'string'],
    image: [2, 'string'],
    command: [3, 'string[]'],
    args: [4, 'string[]'],
    ports: [6, 'ContainerPort[]'],
    resources: [8, 'Empty'],
  },
  ContainerPort: {
    name: [1, 'string'],
    hostPort: [2, 'positive'],
    containerPort: [3, 'int'],
    protocol: [4, 'string'],
  },
  Empty: {},
};
messages.ClusterRoleBinding = messages.RoleBinding;

const magic = Buffer.from('k8s\0');

/** The object in a body of protobuf. @throws StatusError 415 for what is not read here: its sender would lose it */
export function parseProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, 4).equals(magic)) throw unread('it does not begin as Kubernetes writes it');
  const { typeMeta, raw } = read(body.subarray(4), 'Unknown') as {
    typeMeta: { apiVersion: string; kind: string };
    raw: Uint8Array;
  };
  if (!(typeMeta.kind in messages)) throw unread(`the kind ${typeMeta.kind}`);
  return { ...typeMeta, ...(read(raw, typeMeta.kind) as object) };
}

const unread = (what: string) =>
  new StatusError(
    415,
    'UnsupportedMediaType',
    `the sandbox's cluster does not read this as protobuf (${what}): send it as JSON or YAML, with kubectl by -f`,
    {},
  );

function read(bytes: Uint8Array, name: string): Record<string, unknown> {
  const reader = protobuf.Reader.create(bytes);
  const fields = Object.entries(messages[name]);
  const found: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const field = fields.find(([, [number]]) => number === tag >>> 3);
    if (!field) {
      // an empty text or struct is written, though it says nothing
      const content = (tag & 7) === 2 ? reader.bytes() : undefined;
      const nothing = content ? content.length === 0 : !reader.uint32();
      if (!nothing) throw unread(`field ${tag >>> 3} of ${name}`);
      continue;
    }
    const [key, [, type]] = field;
    const [, base, many] = /^(\w+)(\[\]|\{\})?$/.exec(type) ?? [];
    if (many === '{}') {
      const entry = reader.bytes();
      found[key] = { ...(found[key] as object), ...entryOf(entry, base) };
      continue;
    }
    const value = valueOf(reader, base);
    if (many === '[]') found[key] = [...((found[key] as unknown[]) ?? []), value];
    else if (value !== undefined && value !== '') found[key] = value;
  }
  return found;
}

function valueOf(reader: protobuf.Reader, type: string): unknown {
  if (type === 'string') return reader.string();
  if (type === 'bytes') return reader.bytes();
  if (type === 'base64') return Buffer.from(reader.bytes()).toString('base64');
  if (type === 'int') return reader.int32();
  // one that is not given is written as 0
  if (type === 'positive') return reader.int32() || undefined;
  if (type === 'bool') return reader.bool();
  const bytes = reader.bytes();
  if (type === 'ignored') return undefined;
  const message = read(bytes, type);
  return type === 'Quantity' ? message.string : message;
}

/** A map's entry: its key is field 1, its value field 2. */
function entryOf(bytes: Uint8Array, type: string): Record<string, unknown> {
  const reader = protobuf.Reader.create(bytes);
  let key = '';
  let value: unknown = '';
  while (reader.pos < reader.len) {
    if (reader.uint32() >>> 3 === 1) key = reader.string();
    else value = valueOf(reader, type);
  }
  return { [key]: value };
}
