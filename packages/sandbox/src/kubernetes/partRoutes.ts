import { objectOf, parseBody } from './body.ts';
import { contentType, isDryRun, textOf, writerOf, type Answer, type Call } from './call.ts';
import type { KubernetesObject } from './object.ts';
import { mergePatch } from './patch.ts';
import { isObject } from './place.ts';
import type { Resources } from './resources.ts';
import type { ServiceAccountTokens } from './serviceAccountTokens.ts';
import { badRequest, methodNotAllowed } from './status.ts';

interface Scale {
  spec?: { replicas?: number };
}

/** `…/scale`: how many replicas, for any kind that has them. */
export async function scaleAnswer(call: Call, resources: Resources): Promise<Answer> {
  const { path, method } = call;
  const object = resources.get(path);
  if (method === 'GET') return { status: 200, body: scaleOf(object) };
  if (method !== 'PUT' && method !== 'PATCH') throw methodNotAllowed();
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const wanted = (method === 'PUT' ? body : mergePatch(scaleOf(object), body)) as Scale;
  const replicas = wanted.spec?.replicas ?? 0;
  if (!Number.isInteger(replicas) || replicas < 0) {
    throw badRequest(
      `spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`,
    );
  }
  const next = { ...object, spec: { ...object.spec, replicas } };
  const options = { writer: writerOf(call), dryRun: isDryRun(call) };
  return { status: 200, body: scaleOf(resources.update(path, next, options).object) };
}

function scaleOf({ metadata, spec, status }: KubernetesObject) {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const labels: Record<string, string> = spec?.selector?.matchLabels ?? {};
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: spec?.replicas ?? 0 },
    status: {
      replicas: status?.replicas ?? 0,
      selector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(','),
    },
  };
}

/** `POST …/serviceaccounts/<name>/token`. */
export async function tokenAnswer(call: Call, tokens: ServiceAccountTokens): Promise<Answer> {
  const { path, method } = call;
  if (method !== 'POST') throw methodNotAllowed();
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const spec = isObject(body) && isObject(body.spec) ? body.spec : {};
  const bound = isObject(spec.boundObjectRef) ? spec.boundObjectRef : undefined;
  const audiences = Array.isArray(spec.audiences) ? spec.audiences.map(String) : [];
  const expirationSeconds = Number(spec.expirationSeconds ?? 3600);
  const { token, expires } = await tokens.mint(path.namespace ?? '', path.name ?? '', {
    audiences,
    expirationSeconds,
    ...(bound?.kind === 'Pod' && {
      podName: String(bound.name),
      podUid: bound.uid ? String(bound.uid) : undefined,
    }),
  });
  return {
    status: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: path.name, namespace: path.namespace },
      spec: {
        audiences: audiences.length ? audiences : [tokens.issuer],
        expirationSeconds,
        boundObjectRef: bound ?? null,
      },
      status: { token, expirationTimestamp: `${expires.toISOString().slice(0, 19)}Z` },
    },
  };
}

/** `POST …/pods/<name>/binding`: a scheduler puts a pod on a node. */
export async function bindingAnswer(call: Call, resources: Resources): Promise<Answer> {
  const { path, method } = call;
  if (method !== 'POST') throw methodNotAllowed();
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const node = isObject(body) && isObject(body.target) ? body.target.name : undefined;
  if (typeof node !== 'string') throw badRequest('target.name: Required value');
  const pod = resources.get(path);
  const next = objectOf({ ...pod, spec: { ...pod.spec, nodeName: node } }, path);
  resources.update(path, next, { writer: writerOf(call), dryRun: isDryRun(call) });
  return {
    status: 201,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
  };
}
