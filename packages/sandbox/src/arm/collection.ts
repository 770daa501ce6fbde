import type { Arm } from './arm.ts';
import { covers, verdictOn } from './authorization/access.ts';
import { filterOf, isTagFilter } from './filter.ts';
import type { ArmRequest } from './request.ts';
import type { ArmResource } from './resource.ts';
import { parseTarget, sameType } from './resourceId.ts';

/** As Resource Manager pages its own lists. */
const largestPage = 1000;
const assignmentType = 'Microsoft.Authorization/roleAssignments';
const groupType = 'Microsoft.Resources/resourceGroups';

/** The body of a list: of a type below a scope, of groups, or of everything that carries tags (`…/resources`). */
export function listBody(
  { parent, type, last }: { parent: string; type: string; last: string },
  request: ArmRequest,
  arm: Arm,
): { value: unknown[]; nextLink?: string } {
  const filter = request.query.get('$filter');
  if (sameType(type, assignmentType)) return { value: assignments(parent, filter, arm) };
  const every = last.toLowerCase() === 'resources' && !type.includes('/');
  const chosen = (every ? tagged(parent, arm) : arm.list(parent)).filter(
    resource => every || sameType(resource.type, type) || sameType(typeInPath(resource), type),
  );
  const found = chosen.filter(filterOf(filter)).filter(one => mayRead(one, request.by, arm));
  if (!every && !sameType(type, groupType)) return { value: found };
  const expand = (request.query.get('$expand') ?? '').split(',').map(word => word.trim());
  const shown = every ? found.map(one => summary(one, isTagFilter(filter), expand)) : found;
  return page(shown, request);
}

/** A resource among all others: without its properties, and without its tags where they were asked by (documented). */
function summary(resource: ArmResource, byTag: boolean, expand: string[]) {
  const { id, name, type, location, kind, sku, identity, zones, tags, properties, systemData } =
    resource;
  return {
    id,
    name,
    type,
    location,
    kind,
    sku,
    identity,
    zones,
    ...(!byTag && { tags }),
    ...(expand.includes('provisioningState') && {
      provisioningState: properties.provisioningState,
    }),
    ...(expand.includes('createdTime') && { createdTime: systemData?.createdAt }),
    ...(expand.includes('changedTime') && { changedTime: systemData?.lastModifiedAt }),
  };
}

/** Resources that Resource Manager itself keeps track of: those with a location, nested ones too. */
const tagged = (parent: string, arm: Arm) =>
  arm
    .list(parent)
    .filter(
      ({ id, type, location }) =>
        location !== undefined && !sameType(type, groupType) && !/\/locations\//i.test(id),
    );

// That a list leaves out what its reader may not read is documented for groups, unconfirmed for single types.
function mayRead({ id, type }: ArmResource, by: string, arm: Arm): boolean {
  const named = sameType(type, groupType)
    ? 'Microsoft.Resources/subscriptions/resourceGroups'
    : type;
  if (/\/deletedAccounts$/i.test(type)) return true;
  return verdictOn({ by, action: `${named}/read`, scope: id }, arm) === 'allowed';
}

/**
 * Role assignments of a scope: those above count with it, those below too unless `atScope()` says otherwise (recorded 2020).
 * https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
 */
function assignments(scope: string, filter: string | null, arm: Arm): ArmResource[] {
  const atScope = /atScope\(\)/i.test(filter ?? '');
  return arm
    .list('', assignmentType)
    .filter(
      ({ properties }) =>
        covers(properties.scope, scope) || (!atScope && covers(scope, properties.scope)),
    )
    .filter(filterOf(filter));
}

/** A page of `$top` with the address of the next. */
function page(value: unknown[], { query, base, path }: ArmRequest) {
  const size = Math.min(Number(query.get('$top')) || largestPage, largestPage);
  const from = Number(Buffer.from(query.get('$skiptoken') ?? '', 'base64url').toString()) || 0;
  if (from + size >= value.length) return { value: value.slice(from) };
  const next = new URLSearchParams(query);
  next.set('$skiptoken', Buffer.from(String(from + size)).toString('base64url'));
  return { value: value.slice(from, from + size), nextLink: `${base}${path}?${next}` };
}

// A type whose answers show another than its path's (deleted accounts) is still found by its path's.
function typeInPath(resource: ArmResource): string {
  const target = parseTarget(resource.id);
  return target?.kind === 'resource' ? target.id.type : resource.type;
}
