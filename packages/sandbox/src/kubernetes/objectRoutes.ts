import { decoded, objectOf, parseBody, typed } from './body.ts';
import {
  contentType,
  fieldValidation,
  isApply,
  isDryRun,
  textOf,
  writerOf,
  type Answer,
  type Call,
} from './call.ts';
import { apiVersion } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { applyJsonPatch, mergePatch, strategicMerge } from './patch.ts';
import { isObject } from './place.ts';
import { attributesOf } from './rbac/attributes.ts';
import { decide } from './rbac/authorizer.ts';
import { admitGrant } from './rbac/escalation.ts';
import { notAllowed } from './rbac/forbidden.ts';
import { remove, type DeleteOptions } from './removal.ts';
import type { Resources, Written } from './resources.ts';
import { isBuiltIn } from './schema.ts';
import { selectorOf } from './selectors.ts';
import { badRequest, deleted, methodNotAllowed, staleWrite, StatusError } from './status.ts';
import { partial, tableOf } from './table.ts';
import { watch } from './watch.ts';

const wantsTable = (call: Call) => /as=Table/.test(String(call.request.headers.accept));
const wantsMetadata = (call: Call) =>
  /as=PartialObjectMetadata/.test(String(call.request.headers.accept));
const isWatch = ({ query }: Call) => ['true', '1'].includes(query.get('watch') ?? '');

/** Reads and writes of objects and their status. */
export async function objectAnswer(call: Call, resources: Resources): Promise<Answer | undefined> {
  const { method, path } = call;
  if (path.name) {
    if (method === 'GET' || method === 'HEAD') return one(call, resources);
    if (method === 'PUT') return put(call, resources);
    if (method === 'PATCH') return patch(call, resources);
    if (method === 'DELETE' && !path.subresource) return removeOne(call, resources);
    throw methodNotAllowed();
  }
  if (method === 'GET') return isWatch(call) ? watchAll(call, resources) : list(call, resources);
  if (path.kind.namespaced && !path.namespace) throw methodNotAllowed();
  if (method === 'POST') return create(call, resources);
  if (method === 'DELETE') return removeAll(call, resources);
  throw methodNotAllowed();
}

function one(call: Call, resources: Resources): Answer {
  const object = resources.get(call.path);
  if (!wantsTable(call))
    return { status: 200, body: wantsMetadata(call) ? partial(object) : object };
  const { resourceVersion } = object.metadata;
  return { status: 200, body: table(call, [object], resourceVersion) };
}

const table = (call: Call, objects: KubernetesObject[], resourceVersion?: string) =>
  tableOf(call.path.kind, objects, {
    resourceVersion,
    includeObject: call.query.get('includeObject') ?? undefined,
  });

function selected({ path, query }: Call, { objects }: Resources): KubernetesObject[] {
  const matches = selectorOf(query, path.kind);
  return objects.list(path.kind, path.namespace).filter(matches);
}

function list(call: Call, resources: Resources): Answer {
  const found = selected(call, resources);
  const resourceVersion = String(resources.objects.version);
  if (wantsTable(call)) return { status: 200, body: table(call, found, resourceVersion) };
  return { status: 200, body: listOf(call, found, resourceVersion) };
}

/** Built-in lists leave kind and version of their items to the list. */
function listOf(call: Call, objects: KubernetesObject[], resourceVersion: string) {
  const { kind } = call.path;
  if (wantsMetadata(call)) {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion },
      items: objects.map(partial),
    };
  }
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersion(kind),
    metadata: { resourceVersion },
    items: isBuiltIn(kind) ? objects.map(({ apiVersion: _, kind: __, ...item }) => item) : objects,
  };
}

function watchAll(call: Call, { objects }: Resources): undefined {
  const { path, query } = call;
  const matches = selectorOf(query, path.kind);
  const show = (object: KubernetesObject) => {
    if (wantsTable(call)) return table(call, [object], object.metadata.resourceVersion);
    return wantsMetadata(call) ? partial(object) : object;
  };
  watch(
    objects,
    { kind: path.kind, namespace: path.namespace, matches, query, show },
    call.response,
  );
}

async function create(call: Call, resources: Resources): Promise<Answer> {
  const { path } = call;
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const { object, warnings } = decoded(path.kind, objectOf(body, path), fieldValidation(call));
  const options = { writer: writerOf(call), dryRun: isDryRun(call) };
  admitGrant(resources.objects, call.user, path.kind, object);
  return answerOf(resources.create(path, object, options), warnings);
}

async function put(call: Call, resources: Resources): Promise<Answer> {
  const { path } = call;
  const body = parseBody(await textOf(call.request), contentType(call), path.kind);
  const { object, warnings } = decoded(path.kind, objectOf(body, path), fieldValidation(call));
  const options = { writer: writerOf(call), dryRun: isDryRun(call) };
  admitGrant(resources.objects, call.user, path.kind, object);
  return answerOf(resources.update(path, object, options), warnings);
}

async function patch(call: Call, resources: Resources): Promise<Answer> {
  const { path, query } = call;
  const { kind } = path;
  const type = contentType(call).split(';')[0].trim();
  const writer = writerOf(call);
  const dryRun = isDryRun(call);
  const text = await textOf(call.request);
  if (isApply(call)) {
    const body = parseBody(text, 'yaml', kind);
    appliable(call, body);
    const meant = objectOf(body, path);
    typed(
      kind,
      meant,
      isObject(body) && isObject(body.metadata) ? String(body.metadata.namespace ?? '') : '',
    );
    if (!resources.objects.get(kind, path.namespace, path.name ?? '')) mayCreate(call, resources);
    admitGrant(resources.objects, call.user, kind, meant);
    const force = ['true', '1'].includes(query.get('force') ?? '');
    return answerOf(resources.apply(path, meant, { writer, dryRun, force }));
  }
  const merges: Record<string, (existing: KubernetesObject, change: unknown) => unknown> = {
    'application/merge-patch+json': mergePatch,
    'application/json-patch+json': applyJsonPatch,
    ...(isBuiltIn(kind) && {
      'application/strategic-merge-patch+json': (existing: KubernetesObject, change: unknown) =>
        strategicMerge(kind.kind, existing, change),
    }),
  };
  if (!merges[type]) {
    throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  }
  const existing = resources.get(path);
  const patched = merges[type](existing, parseBody(text, type, kind));
  const { object, warnings } = decoded(kind, objectOf(patched, path), fieldValidation(call));
  admitGrant(resources.objects, call.user, kind, object);
  return answerOf(resources.update(path, object, { writer, dryRun }), warnings);
}

/** Who applies what is not there creates it. @throws StatusError 403 */
function mayCreate({ user, path }: Call, { objects }: Resources): void {
  const asked = attributesOf('create', path);
  const { allowed, reason } = decide(objects, user, asked);
  if (!allowed) throw notAllowed(user, asked, reason);
}

/** @throws StatusError 400 for a body that server-side apply does not take */
function appliable({ path: { kind } }: Call, body: unknown): void {
  if (!isObject(body)) throw badRequest('error decoding YAML: it is not an object');
  const [group, version] = /^(?:(.*)\/)?(.*)$/.exec(String(body.apiVersion ?? ''))?.slice(1) ?? [];
  if (body.kind !== kind.kind || (group ?? '') !== kind.group) {
    throw badRequest(`invalid object type: ${group ?? ''}/${version}, Kind=${String(body.kind)}`);
  }
  if (isObject(body.metadata) && body.metadata.managedFields) {
    throw badRequest('metadata.managedFields must be nil');
  }
}

async function removeOne(call: Call, resources: Resources): Promise<Answer> {
  const { kind, name = '' } = call.path;
  const object = resources.get(call.path);
  const { objects } = resources;
  const options = await deleteOptions(call);
  const { resourceVersion, uid } = options.preconditions ?? {};
  const { metadata } = object;
  if (
    (uid && uid !== metadata.uid) ||
    (resourceVersion && resourceVersion !== metadata.resourceVersion)
  ) {
    throw staleWrite(kind, name);
  }
  if (isDryRun(call)) return { status: 200, body: deleted(kind, name, metadata.uid) };
  const removed = remove(objects, kind, object, options);
  if (!removed.gone) return { status: 200, body: removed.object };
  return { status: 200, body: deleted(kind, name, metadata.uid) };
}

async function removeAll(call: Call, resources: Resources): Promise<Answer> {
  const options = await deleteOptions(call);
  const found = selected(call, resources);
  const { objects } = resources;
  if (!isDryRun(call)) {
    for (const object of found) remove(objects, call.path.kind, object, options);
  }
  return { status: 200, body: listOf(call, found, String(objects.version)) };
}

/** From the body, or from the query for a client without one. */
async function deleteOptions(
  call: Call,
): Promise<DeleteOptions & { preconditions?: { uid?: string; resourceVersion?: string } }> {
  const text = await textOf(call.request);
  const body = text ? parseBody(text, contentType(call), call.path.kind) : {};
  const grace = call.query.get('gracePeriodSeconds');
  const propagationPolicy = call.query.get('propagationPolicy');
  return {
    ...(isObject(body) ? body : {}),
    ...(grace !== null && { gracePeriodSeconds: Number(grace) }),
    ...(propagationPolicy && { propagationPolicy }),
  };
}

const answerOf = ({ object, created }: Written, warnings?: string[]): Answer => ({
  status: created ? 201 : 200,
  body: object,
  warnings,
});
