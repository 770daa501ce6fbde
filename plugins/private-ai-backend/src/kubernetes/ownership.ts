import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
  TAG_TEMPLATE,
} from '@private-ai/plugin-private-ai-common';
import { belongingIn, requireSame } from '../app/belonging';
import { entityLabel } from '../app/entityLabel';
import type { AppLocation } from '../app/location';
import type { ManifestInput } from '../app/names';
import type { ClusterClient, KubernetesObject } from './client';

/** Whose an object is: the label says it, the annotation spells it out. */
export function ownership({ request }: Pick<ManifestInput, 'request'>) {
  const template = request.templateVersion;
  return {
    labels: {
      [TAG_ENTITY]: entityLabel(request.entityRef),
      [TAG_MANAGED_BY]: MANAGED_BY,
      ...(template && isLabelValue(template) && { [TAG_TEMPLATE]: template }),
    },
    annotations: { [TAG_ENTITY]: request.entityRef },
  };
}

const isLabelValue = (value: string) => /^[a-z0-9A-Z]([\w.-]{0,61}[a-zA-Z0-9])?$/.test(value);

/** Tells of an object whether its label says that it is this entity's, whoever put it there. */
export function isOf(entityRef: string): (object: KubernetesObject) => boolean {
  const label = entityLabel(entityRef);
  return ({ metadata }) => metadata.labels?.[TAG_ENTITY] === label;
}

/** Whether the portal made it: what was labelled by hand, for a service that was there before, is not the portal's. */
export const isManaged = ({ metadata }: KubernetesObject): boolean =>
  metadata.labels?.[TAG_MANAGED_BY] === MANAGED_BY;

/** Both at once: only then is it written to, and taken away. */
export const isOurs = (entityRef: string): ((object: KubernetesObject) => boolean) => {
  const isFor = isOf(entityRef);
  return object => isFor(object) && isManaged(object);
};

interface Named {
  request: Pick<ManifestInput['request'], 'entityRef'>;
  names: Pick<ManifestInput['names'], 'namespace'>;
}

/**
 * The one gate to a namespace. A name or an annotation says where to look, the label says whose it is: nothing is told in a
 * namespace that carries another entity's label, or none.
 * @throws NotFoundError where there is none, NotAllowedError where it is not the entity's, or not handed over to it; what to
 *   do about it depends on what led there
 */
export async function requireOwnNamespace(
  cluster: Pick<ClusterClient, 'get'>,
  /** Where it is looked for: where the request's names lead, or where the entity's annotations do. */
  sought: Named | AppLocation,
  signal?: AbortSignal,
): Promise<KubernetesObject> {
  const { name, entityRef, absent, foreign } = 'names' in sought ? named(sought) : located(sought);
  const described = 'names' in sought ? undefined : sought.described;
  const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name }, signal);
  if (!found) throw new NotFoundError(absent);
  if (isOf(entityRef)(found)) {
    if (described) requireSame(entityRef, belongingIn(found.metadata.annotations), described);
    return found;
  }
  throw new NotAllowedError(
    `The namespace ${name} does not belong to ${entityRef}: ${foreign(found.metadata.labels?.[TAG_ENTITY])}`,
  );
}

/**
 * The same gate for who writes: the label is not enough, because it is also given by hand, to a namespace that was there
 * before the portal.
 * @throws NotFoundError, NotAllowedError
 */
export async function requireMadeNamespace(
  ...[cluster, sought, signal]: Parameters<typeof requireOwnNamespace>
): Promise<KubernetesObject> {
  const found = await requireOwnNamespace(cluster, sought, signal);
  if (isManaged(found)) return found;
  throw new NotAllowedError(
    `The namespace ${found.metadata.name} was not made by the portal (it carries no label ${TAG_MANAGED_BY}=${MANAGED_BY}): nothing is written there. Make an application of its own from the template, or have the platform team set that label where the portal did make it.`,
  );
}

/** What the application's own name made: another name makes another namespace. */
function named({ request: { entityRef }, names: { namespace: name } }: Named) {
  return {
    name,
    entityRef,
    absent: `The namespace ${name} does not exist: provision ${entityRef} first.`,
    foreign: (label?: string) =>
      `it carries ${label ? "another entity's label" : `no label ${TAG_ENTITY}`}. Choose another application name.`,
  };
}

/** What an annotation names: it may be wrong, and a namespace that was there before may be given its label by hand. */
function located({ entityRef, namespace: name, zone }: AppLocation) {
  return {
    name,
    entityRef,
    absent: `There is no namespace ${name} in the cluster of landing zone ${zone.name}: correct the annotation of ${entityRef}, or, where the portal had made it, provision it again.`,
    foreign: () =>
      `it needs the label ${TAG_ENTITY}=${entityLabel(entityRef)}. Ask the platform team.`,
  };
}
