import { StatusError } from '../status.ts';
import type { Attributes, ResourceAttributes, User } from './attributes.ts';

/** 403 in the API server's words; `reason` says why a decision could not be another one. */
export function notAllowed(user: User, asked: Attributes, reason = ''): StatusError {
  const why = reason && `: ${reason}`;
  if ('path' in asked) {
    const { verb, path } = asked;
    return new StatusError(
      403,
      'Forbidden',
      `forbidden: User ${JSON.stringify(user.name)} cannot ${verb} path ${JSON.stringify(path)}${why}`,
      {},
    );
  }
  const { group, resource, name } = asked;
  const what = `${resource}${group && `.${group}`}${name ? ` ${JSON.stringify(name)}` : ''}`;
  return new StatusError(403, 'Forbidden', `${what} is forbidden: ${refusal(user, asked)}${why}`, {
    ...(name && { name }),
    ...(group && { group }),
    kind: resource,
  });
}

function refusal(user: User, asked: ResourceAttributes): string {
  const { verb, group, resource, subresource, namespace } = asked;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace
    ? `in the namespace ${JSON.stringify(namespace)}`
    : 'at the cluster scope';
  return `User ${JSON.stringify(user.name)} cannot ${verb} resource ${JSON.stringify(full)} in API group ${JSON.stringify(group)} ${where}`;
}
