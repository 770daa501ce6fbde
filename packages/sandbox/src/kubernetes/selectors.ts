import type { Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { badRequest } from './status.ts';

export type Matches = (object: KubernetesObject) => boolean;

/** Takes a `labelSelector` apart. @throws StatusError 400 */
function labelSelector(text: string): Matches {
  const requirements = text
    .split(/,(?![^(]*\))/)
    .map(part => part.trim())
    .filter(Boolean)
    .map(requirement);
  return object => requirements.every(matches => matches(object.metadata.labels ?? {}));
}

function requirement(part: string): (labels: Record<string, string>) => boolean {
  const among = /^([^\s!=]+)\s+(in|notin)\s+\(([^)]*)\)$/.exec(part);
  if (among) {
    const [, key, operator, list] = among;
    const values = list.split(',').map(value => value.trim());
    return labels => values.includes(labels[key]) === (operator === 'in');
  }
  const equal = /^([^\s!=]+)\s*(==|=|!=)\s*([^\s=]*)$/.exec(part);
  if (equal) {
    const [, key, operator, value] = equal;
    return labels => (labels[key] === value) === (operator !== '!=');
  }
  const exists = /^(!?)\s*([^\s!=()]+)$/.exec(part);
  if (!exists) throw badRequest(`unable to parse requirement: found '${part}'`);
  return labels => exists[2] in labels === !exists[1];
}

const involved = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];
const selectable: Record<string, string[]> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'status.phase',
    'status.podIP',
  ],
  Event: [...involved.map(field => `involvedObject.${field}`), 'reason', 'source', 'type'],
  Secret: ['type'],
  Namespace: ['status.phase'],
  Node: ['spec.unschedulable'],
};

/** Takes a `fieldSelector` apart: only the fields that the kind can be selected by. @throws StatusError 400 */
function fieldSelector(text: string, kind: Kind): Matches {
  const known = ['metadata.name', 'metadata.namespace', ...(selectable[kind.kind] ?? [])];
  const requirements = text
    .split(',')
    .filter(Boolean)
    .map(part => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
      if (!match) throw badRequest(`invalid field selector: ${JSON.stringify(part)}`);
      const [, field, operator, value] = match;
      if (!known.includes(field)) {
        const names = known.map(one => JSON.stringify(one)).join(', ');
        throw badRequest(`${JSON.stringify(field)} is not a known field selector: only ${names}`);
      }
      return (object: KubernetesObject) =>
        (String(valueAt(object, field.split('.')) ?? '') === value) === (operator !== '!=');
    });
  return object => requirements.every(matches => matches(object));
}

/** Both selectors of a list or watch. */
export function selectorOf(query: URLSearchParams, kind: Kind): Matches {
  const labels = labelSelector(query.get('labelSelector') ?? '');
  const fields = fieldSelector(query.get('fieldSelector') ?? '', kind);
  return object => labels(object) && fields(object);
}

function valueAt(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    value,
  );
}
