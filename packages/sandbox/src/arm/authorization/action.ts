import { parseTarget } from '../resourceId.ts';

/** What a request needs: an action, and the scope that it is asked over. */
export interface Asked {
  action: string;
  scope: string;
}

const verbs: Record<string, string> = {
  GET: 'read',
  HEAD: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/** The action and the scope of a request; undefined where Azure answers anybody who is signed in. */
export function askedBy({ method, path }: { method: string; path: string }): Asked | undefined {
  if (!/^\/subscriptions\/[^/]+/i.test(path)) {
    // Built-in roles are readable by anybody; a root scope has nothing else in the sandbox.
    return undefined;
  }
  const namespace = /^(\/subscriptions\/[^/]+)\/providers\/[^/]+$/i.exec(path);
  if (namespace)
    return { action: 'Microsoft.Resources/subscriptions/providers/read', scope: namespace[1] };
  const target = parseTarget(path);
  if (!target) return undefined;
  if (target.kind === 'resource') {
    const { type, id } = target.id;
    const verb = verbs[method];
    return verb ? { action: `${actionType(type, path)}/${verb}`, scope: id } : undefined;
  }
  const scope = target.parent || '/';
  if (method === 'POST') return { action: `${target.type}/action`, scope };
  return { action: `${collectionType(target.type, target.last, scope)}/read`, scope };
}

/** A type as actions name it, where that is not as its path does. */
function actionType(type: string, path: string): string {
  if (/^Microsoft\.Resources\/resourceGroups$/i.test(type))
    return 'Microsoft.Resources/subscriptions/resourceGroups';
  // The sandbox's own operation URLs lie below a location for every provider; these two do not in Azure.
  if (/\/providers\/Microsoft\.Resources\/locations\/[^/]+\/operationresults\//i.test(path))
    return 'Microsoft.Resources/subscriptions/operationresults';
  if (/\/locations\/[^/]+\/privateDnsOperationStatuses\//i.test(path))
    return 'Microsoft.Network/privateDnsOperationStatuses';
  return type;
}

/** Lists of a subscription or a group that belong to no provider: `resources`, `providers`, `locations`. */
function collectionType(type: string, last: string, scope: string): string {
  if (/^Microsoft\.Resources\/resourceGroups$/i.test(type))
    return 'Microsoft.Resources/subscriptions/resourceGroups';
  if (type.includes('/')) return type;
  const below = /\/resourceGroups\/[^/]+$/i.test(scope) ? 'resourceGroups/' : '';
  return `Microsoft.Resources/subscriptions/${below}${last}`;
}
