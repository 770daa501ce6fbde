import { strikesStale } from '../faults/effect.ts';
import type { Written } from './arm.ts';
import { authorize } from './authorization/authorize.ts';
import { listBody } from './collection.ts';
import { ArmError, groupNotFound, notFound } from './errors.ts';
import { inTurn } from './inTurn.ts';
import { operationBody, type ArmOperation } from './operations.ts';
import { permissionsAt } from './permissions.ts';
import { requireRegistered } from './providers.ts';
import type { ArmRequest } from './request.ts';
import type { ArmResource, ResourceBody } from './resource.ts';
import { parseResourceId, parseTarget, sameType, type ResourceId } from './resourceId.ts';
import type { ResourceManager } from './resourceManager.ts';
import type { Answer } from './resourceType.ts';
import { findRole } from './roleDefinitions.ts';
import { subscriptionAnswer } from './subscription.ts';

export type ArmAnswer = Answer & { headers?: Record<string, string> };

/** Answers one request. @throws ArmError */
export async function armAnswer(request: ArmRequest, arm: ResourceManager): Promise<ArmAnswer> {
  arm.settle();
  const { method, path, query } = request;
  authorize(request, arm);
  const operation = arm.operations.find(path);
  if (operation && method === 'GET') return pollAnswer(operation, request, arm);
  if (!query.get('api-version')) {
    throw new ArmError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  const special = subscriptionAnswer(request, arm);
  if (special) return special;
  const target = parseTarget(path);
  if (!target)
    throw new ArmError(
      404,
      'InvalidResourceType',
      `No resource of Azure Resource Manager has the path ${path}.`,
    );
  if (target.kind === 'collection') return collectionAnswer(target, request, arm);
  const below = await belowAnswer(request, arm);
  if (below) return below;
  switch (method) {
    case 'GET':
    case 'HEAD':
      return read(target.id, request, arm);
    case 'PUT':
      return inTurn(target.id, arm, () => write(target.id, request, arm));
    case 'PATCH':
      return patch(target.id, request, arm);
    case 'DELETE':
      return inTurn(target.id, arm, () => remove(target.id, request, arm));
    default:
      throw new ArmError(
        405,
        'MethodNotAllowed',
        `${method} is not supported for ${target.id.type}.`,
      );
  }
}

function read(id: ResourceId, request: ArmRequest, arm: ResourceManager): ArmAnswer {
  if (sameType(id.type, 'Microsoft.Authorization/roleDefinitions')) {
    const role = findRole(id.name);
    if (role) return { status: 200, body: role };
  }
  const before = arm.before(id.id);
  const resource = before && strikesStale(request.effect) ? before.resource : arm.get(id.id);
  if (!resource) throw missing(id, arm);
  return { status: 200, body: resource, headers: etagHeader(resource) };
}

function missing(id: ResourceId, arm: ResourceManager): ArmError {
  if (sameType(id.type, 'Microsoft.Resources/resourceGroups')) return groupNotFound(id.name);
  const group =
    id.resourceGroup && `/subscriptions/${id.subscription}/resourceGroups/${id.resourceGroup}`;
  if (group && !arm.get(group)) return groupNotFound(String(id.resourceGroup));
  return notFound(id.type, id.name, id.resourceGroup);
}

function write(id: ResourceId, request: ArmRequest, arm: ResourceManager): ArmAnswer {
  const body = request.body as ResourceBody | undefined;
  if (!body || typeof body !== 'object' || Array.isArray(body)) {
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized: a JSON object is expected.',
    );
  }
  requireRegistered(id.type, arm);
  const apiVersion = String(request.query.get('api-version'));
  arm.writes.note({ id: id.id, type: id.type, apiVersion, body });
  return written(arm.write(id, body, request.by, apiVersion, request.effect), request, arm);
}

/** A PATCH is the resource as it is with what is given laid over it; tags are replaced. */
function patch(id: ResourceId, request: ArmRequest, arm: ResourceManager): ArmAnswer {
  const existing = arm.get(id.id);
  if (!existing) throw missing(id, arm);
  const asked = (request.body ?? {}) as ResourceBody;
  const body = {
    ...existing,
    ...asked,
    properties: { ...existing.properties, ...asked.properties },
  };
  return written(
    arm.write(id, body, request.by, String(request.query.get('api-version')), request.effect),
    request,
    arm,
  );
}

function written(
  { resource, operation, created }: Written,
  request: ArmRequest,
  arm: ResourceManager,
): ArmAnswer {
  const type = arm.typeOf(resource.type);
  const status = created ? (type.created ?? 201) : (type.updated ?? 200);
  return {
    status,
    body: resource,
    headers: { ...etagHeader(resource), ...asyncHeaders(operation, request, arm) },
  };
}

function remove(id: ResourceId, request: ArmRequest, arm: ResourceManager): ArmAnswer {
  const resource = arm.get(id.id);
  if (!resource) {
    const error = missing(id, arm);
    if (error.code === 'ResourceGroupNotFound') throw error;
    return { status: 204 };
  }
  const operation = arm.remove(id.id, String(request.query.get('api-version')), request.effect);
  if (!operation)
    return {
      status: 200,
      ...(arm.typeOf(id.type).deletedBody && { body: resource }),
    };
  const nullBody = arm.typeOf(resource.type).remove?.nullBody;
  return {
    status: 202,
    ...(nullBody && { body: null }),
    headers: asyncHeaders(operation, request, arm),
  };
}

function asyncHeaders(
  operation: ArmOperation | undefined,
  request: ArmRequest,
  arm: ResourceManager,
): Record<string, string> {
  if (!operation) return {};
  const type = arm.typeOf(parseResourceId(operation.resourceId).type);
  const form = operation.kind === 'write' ? type.write : type.remove;
  // A service that ends a write within the call names no operation when it fails later either (recorded in 2021).
  if (!form) return {};
  const url = `${request.base}${operation.path}?api-version=${operation.apiVersion}`;
  return {
    ...(form.location !== 'only' && { 'azure-asyncoperation': url }),
    ...(form.location && { location: `${url}&operationResultResponseType=Location` }),
    ...retryAfter(operation, 'first', arm),
  };
}

function retryAfter(
  { resourceId, startTime, due }: ArmOperation,
  at: 'first' | 'poll',
  arm: ResourceManager,
): Record<string, string> {
  const { type } = parseResourceId(resourceId);
  const seconds = arm.timing.retryAfter(type, at, due - Date.parse(startTime));
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

function pollAnswer(operation: ArmOperation, request: ArmRequest, arm: ResourceManager): ArmAnswer {
  const ended = operation.endTime !== undefined;
  const url = `${request.base}${request.path}?${request.query}`;
  const wait = ended ? undefined : retryAfter(operation, 'poll', arm);
  if (request.query.get('operationResultResponseType') === 'Location') {
    if (!ended) return { status: 202, headers: { location: url, ...wait } };
    // The address stands for the call itself, which has failed (Microsoft's Resource Provider Contract).
    if (operation.error) throw new ArmError(409, operation.error.code, operation.error.message);
    const resource = arm.get(operation.resourceId);
    return resource && operation.kind === 'write'
      ? { status: 200, body: resource }
      : { status: 200 };
  }
  // Service Connector's status answers 202 while it runs (recorded in 2024); the others 200.
  const running = /\/operationStatuses\//.test(operation.path) && !ended;
  return {
    status: running ? 202 : 200,
    body: operationBody(operation),
    headers: { ...wait, ...(running && { 'azure-asyncoperation': url }) },
  };
}

/** Asks the nearest resource above a path for an action or a read of its own, e.g. `…/registries/r/runs/1`. */
async function belowAnswer(request: ArmRequest, arm: ResourceManager): Promise<Answer | undefined> {
  const segments = request.path.split('/');
  for (let length = segments.length - 1; length > 8; length--) {
    const resource = arm.get(segments.slice(0, length).join('/'));
    if (!resource) continue;
    const rest = segments.slice(length).join('/');
    return arm.typeOf(resource.type).action?.({
      resource,
      method: request.method,
      rest,
      body: request.body,
      by: request.by,
      arm,
      hooks: arm.hooks,
    });
  }
  return undefined;
}

async function collectionAnswer(
  target: { parent: string; type: string; last: string },
  request: ArmRequest,
  arm: ResourceManager,
): Promise<ArmAnswer> {
  const below = await belowAnswer(request, arm);
  if (below) return below;
  if (request.method !== 'GET') {
    throw new ArmError(
      404,
      'ResourceNotFound',
      `There is no action ${target.last} at ${request.path}.`,
    );
  }
  if (target.parent && target.last !== 'providers') {
    const parent = parseTarget(target.parent);
    const ofAGroup = parent?.kind === 'resource' && parent.id.resourceGroup !== undefined;
    if (ofAGroup && !arm.get(target.parent)) throw missing(parent.id, arm);
  }
  if (sameType(target.type, 'Microsoft.Authorization/permissions'))
    return { status: 200, body: { value: permissionsAt(request.by, target.parent, arm) } };
  return { status: 200, body: listBody(target, request, arm) };
}

const etagHeader = ({ etag }: ArmResource): Record<string, string> => (etag ? { etag } : {});
