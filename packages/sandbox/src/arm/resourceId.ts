/** A resource id of Azure Resource Manager, taken apart. Ids compare without regard to letter case. */
export interface ResourceId {
  /** As it was written. */
  id: string;
  subscription?: string;
  resourceGroup?: string;
  /** `Microsoft.Network/virtualNetworks/subnets`; `Microsoft.Resources/resourceGroups` for a group. */
  type: string;
  name: string;
  /** The enclosing resource of a child, or the scope that an extension or top-level resource lies in. */
  parent: string;
  /** True for `…/accounts/a/deployments/d`: {@link parent} is a resource of the same provider. */
  child: boolean;
}

/** What a request path points at: one resource, or a collection (or an action) below a scope or a resource. */
export type Target =
  | { kind: 'resource'; id: ResourceId }
  | { kind: 'collection'; parent: string; type: string; last: string };

const resourceGroupsType = 'Microsoft.Resources/resourceGroups';

/** Takes a path apart; undefined when it is none of Resource Manager's. */
export function parseTarget(path: string): Target | undefined {
  const segments = path.split('/').filter(Boolean);
  const at = segments.map(s => s.toLowerCase()).lastIndexOf('providers');
  if (at < 0) return parseScope(segments);
  const scope = `/${segments.slice(0, at).join('/')}`.replace(/\/$/, '');
  const [namespace, ...rest] = segments.slice(at + 1);
  if (!namespace)
    return { kind: 'collection', parent: scope, type: 'providers', last: 'providers' };
  if (rest.length === 0) return undefined;
  const types = rest.filter((_, i) => i % 2 === 0);
  const type = `${namespace}/${types.join('/')}`;
  const last = rest[rest.length - 1];
  if (rest.length % 2 === 1) {
    const parent =
      rest.length === 1 ? scope : `${scope}/providers/${namespace}/${rest.slice(0, -1).join('/')}`;
    return { kind: 'collection', parent, type, last };
  }
  const child = rest.length > 2;
  const parent = child ? `${scope}/providers/${namespace}/${rest.slice(0, -2).join('/')}` : scope;
  return {
    kind: 'resource',
    id: { id: path, ...scopeOf(segments), type, name: last, parent, child },
  };
}

function parseScope(segments: string[]): Target | undefined {
  const path = `/${segments.join('/')}`;
  const [first, subscription, second, group, ...rest] = segments;
  if (first?.toLowerCase() !== 'subscriptions') return undefined;
  if (!subscription)
    return { kind: 'collection', parent: '', type: 'subscriptions', last: 'subscriptions' };
  if (!second) {
    const type = 'Microsoft.Resources/subscriptions';
    return {
      kind: 'resource',
      id: { id: path, subscription, type, name: subscription, parent: '', child: false },
    };
  }
  const parent = `/subscriptions/${subscription}`;
  if (!group) return { kind: 'collection', parent, type: collectionType(second), last: second };
  if (second.toLowerCase() !== 'resourcegroups') return undefined;
  const id = `${parent}/resourceGroups/${group}`;
  if (rest.length)
    return { kind: 'collection', parent: id, type: collectionType(rest[0]), last: rest[0] };
  return {
    kind: 'resource',
    id: {
      id,
      subscription,
      resourceGroup: group,
      type: resourceGroupsType,
      name: group,
      parent,
      child: false,
    },
  };
}

function collectionType(segment: string): string {
  return segment.toLowerCase() === 'resourcegroups' ? resourceGroupsType : segment;
}

function scopeOf(segments: string[]): { subscription?: string; resourceGroup?: string } {
  const after = (name: string) => {
    const at = segments.findIndex(s => s.toLowerCase() === name);
    return at < 0 ? undefined : segments[at + 1];
  };
  return { subscription: after('subscriptions'), resourceGroup: after('resourcegroups') };
}

/** Takes the id of one resource apart. @throws when it is not an id. */
export function parseResourceId(id: string): ResourceId {
  const target = parseTarget(id);
  if (target?.kind !== 'resource') throw new Error(`Not the id of a resource: ${id}`);
  return target.id;
}

export const sameType = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
