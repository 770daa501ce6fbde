import { recordUpdate } from '../apply.ts';
import { decoded, objectOf, parseBody } from '../body.ts';
import { contentType, fieldValidation, textOf, writerOf, type Answer, type Call } from '../call.ts';
import type { KubernetesObject } from '../object.ts';
import type { Objects } from '../objects.ts';
import { methodNotAllowed } from '../status.ts';
import { authenticated, type Attributes, type User } from './attributes.ts';
import { decide, rulesOf } from './authorizer.ts';

interface Spec {
  user?: string;
  groups?: string[];
  namespace?: string;
  resourceAttributes?: Record<string, string | undefined>;
  nonResourceAttributes?: { path?: string; verb?: string };
}

/** `kubectl auth can-i` and `whoami`: questions that are answered and not kept. */
export async function reviewAnswer(call: Call, objects: Objects): Promise<Answer> {
  const { path, method, user } = call;
  if (method !== 'POST') throw methodNotAllowed();
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const { object } = decoded(path.kind, objectOf(body, path), fieldValidation(call));
  const { kind } = object;
  if (kind === 'SelfSubjectReview') return { status: 201, body: whoAsks(object, user) };
  const spec = (object.spec ?? {}) as Spec;
  const shape = { kind, builtIn: true };
  return {
    status: 201,
    body: {
      ...recordUpdate(undefined, object, writerOf(call), shape),
      spec,
      status: statusOf(kind, spec, user, objects, path.namespace),
    },
  };
}

function whoAsks(object: KubernetesObject, { name, groups }: User): KubernetesObject {
  const creationTimestamp = `${new Date().toISOString().slice(0, 19)}Z`;
  return {
    ...object,
    metadata: { ...object.metadata, creationTimestamp },
    status: { userInfo: { username: name, uid: name, groups } },
  };
}

function statusOf(kind: string, spec: Spec, user: User, objects: Objects, namespace?: string) {
  if (kind === 'SelfSubjectRulesReview') {
    const rules = rulesOf(objects, user, spec.namespace);
    return {
      resourceRules: rules.filter(rule => rule.resources),
      nonResourceRules: rules.filter(rule => rule.nonResourceURLs),
      incomplete: false,
    };
  }
  const of =
    kind === 'SelfSubjectAccessReview'
      ? user
      : { name: spec.user ?? '', groups: [...(spec.groups ?? []), authenticated] };
  const { allowed, reason } = decide(objects, of, attributesIn(spec, namespace));
  return { allowed, ...(reason && { reason }) };
}

function attributesIn(
  { resourceAttributes, nonResourceAttributes }: Spec,
  own?: string,
): Attributes {
  if (nonResourceAttributes) {
    const { path = '', verb = '' } = nonResourceAttributes;
    return { path, verb };
  }
  const { verb = '', group = '', resource = '', subresource, name } = resourceAttributes ?? {};
  const namespace = own ?? resourceAttributes?.namespace;
  return { verb, group, resource, subresource, name, ...(namespace && { namespace }) };
}
